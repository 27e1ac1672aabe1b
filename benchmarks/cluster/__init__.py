"""A run on one machine against the same run on a Dask cluster, one of whose workers dies."""
