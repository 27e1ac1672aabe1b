"""The outside web: one door for every request, a guard at it, manners, archives.

* :mod:`~citecheck.capture.guard` – which addresses may be asked at all
* :mod:`~citecheck.capture.door` – one request, every failure a value
* :mod:`~citecheck.capture.proxies` – which proxy, and what its own errors mean
* :mod:`~citecheck.capture.moves` – what to ask next after an answer (redirects, retries)
* :mod:`~citecheck.capture.live` – many addresses at once, politely
* :mod:`~citecheck.capture.network` – this machine's own network
* :mod:`~citecheck.capture.archives` – web archives
"""
