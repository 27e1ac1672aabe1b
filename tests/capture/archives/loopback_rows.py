"""The loopback archive's addresses, each with the conclusion that an audit must come to."""

from __future__ import annotations

from conclusions import Row

from citecheck.model.captures import Holding

EXCLUDED = "http://www.blocked.example/page"
HIDDEN = "http://www.excluded.example/page"
CHILD = "http://www.childagency.example/protection.html"
RIGHTS = "http://www.rightsnet.example/resources/infodetail.asp?id=22184&flag=news"
STATE = "http://www.state.example/g/tip/rls/tiprpt/2010/142760.htm"
LABOUR = "http://www.labour.example/ilab/media/reports/iclp/kyrgyz.htm"
UN_PDF = "http://www.un.example/docs/crc/OPSC_KGZ_1.pdf"
STAT = "http://www.stat.example/ru/naselenie.html"
GOV = "http://www.gov.example/%D0%BE%D1%82%D1%87%D0%B5%D1%82/2011?%D0%B3%D0%BE%D0%B4=2010"
MOVED = "http://www.moved.example/reports/2009.html"
GOT = Holding.CAPTURED
POPULATION_2020 = "6\N{NO-BREAK SPACE}523,5 тыс"
POPULATION = "5\N{NO-BREAK SPACE}418,3 тыс"

#: Each address of the archive with the days when it might have been read.
CONCLUSIONS = [
    Row(CHILD, "2011-11-10", GOT, ("20110120101010", 294), "30 per cent"),
    Row(CHILD, "2012-03-10", GOT, ("20120302000000", 8), "27 percent"),
    Row(CHILD, "2018-01-02", GOT, ("20180101000001", 1), "Unlike earlier reports"),
    Row(RIGHTS, "2011-10-01", GOT, ("20110812143000", 50), "292 victims"),
    Row(RIGHTS, "2017-01-05", GOT, ("20140303030303", 1039), "292 victims", "Page not found"),
    Row(RIGHTS, "2019-09-01", GOT, ("20140303030303", 2008), "292 victims", "Page not found"),
    Row(STATE, "2012-02-01", GOT, ("20120119101500", 13), "four prosecutions"),
    Row(STATE, "2017-03-05", GOT, ("20170301000000", 4), "four prosecutions"),
    Row(STATE.replace("http://www", "https://2009-2017"), "2017-03-05", GOT, ("20170301000130", 4)),
    Row(LABOUR, "2012-01-01", GOT, ("20110212120000", 323), "40.3%"),
    Row(LABOUR, "2020-03-01", GOT, ("20110212120000", 3305), "40.3%"),  # 404s are passed over
    Row(UN_PDF, "2011-05-01", GOT, ("20110405060708", 26), "375 crimes"),  # a revisit
    Row(UN_PDF, "2019-02-01", GOT, ("20190101010101", 31), "412 crimes"),
    Row(STAT, "2010-08-10", GOT, ("20100808080808", 2), POPULATION),  # cp1251 in the header
    Row(STAT, "2011-09-10", GOT, ("20110909101010", 1), POPULATION),  # in the page only
    Row(STAT, "2012-10-11", GOT, ("20121010101010", 1), POPULATION),  # a header that lies
    Row(STAT, "2013-01-05", GOT, ("20130101120000", 4), POPULATION),  # told nowhere
    Row(STAT, "2020-03-05", GOT, ("20200303030303", 2), POPULATION_2020),
    Row("http://coalition.example:80/About/", "2009-01-05", GOT, ("20090101000000", 4), "82"),
    Row("https://www.coalition.example/About/", "2013-01-05", GOT, ("20130101000000", 4)),
    Row(GOV, "2011-11-20", GOT, ("20111111000000", 9), "1 247 случаев"),
    Row("http://www.gov.example/отчет/2011?год=2010", "2011-11-20", GOT, ("20111111000000", 9)),
    Row("http://www.zip.example/a", "2012-05-06", GOT, ("20120505050505", 1), "15 percent"),
    Row("http://www.zip.example/chunked", "2012-05-06", GOT, ("20120505050505", 1), "15 percent"),
    Row(MOVED, "2010-02-01", GOT, ("20100101000000", 31), "12,000 children"),
    Row(MOVED, "2018-06-15", GOT, ("20100101000000", 3087), "12,000 children", "home page"),
    Row("http://www.moved.example/", "2018-06-15", GOT, ("20180601000005", 14), "Our new site"),
    Row("http://www.gone.example/a", "2015-02-01", GOT, refused="no capture of this address"),
    Row("http://www.loop.example/a", "2015-02-01", GOT, refused="in a circle"),
    Row("http://www.loop.example/b", "2015-02-01", GOT, refused="in a circle"),
    Row("http://www.un.example/docs/reply.doc", "2011-06-02", GOT, ("20110601000000", 1), "2,340"),
    Row("http://www.busy.example/p", "2019-06-02", GOT),  # a captured 429 is no source
    Row("http://www.news.example/story", "2012-06-02", GOT, ("20120601000000", 1), "90 percent"),
    Row("http://www.news.example/story", "2022-06-02", GOT, ("20120601000000", 3653),
        "90 percent", "Just a moment"),
    Row("http://www.forum.example/i", "2011-01-02", GOT, ("20110101000000", 1), "120"),  # framed
    Row("http://www.forum.example/main.html", "2011-01-02", GOT, ("20110101000004", 1), "120"),
    Row("http://www.parked.example/report", "2010-04-02", GOT, ("20100401000000", 1), "1,100"),
    Row("http://www.parked.example/report", "2020-04-02", GOT, ("20100401000000", 3654),
        "1,100", "for sale"),
    Row(EXCLUDED, "2012-01-02", Holding.EXCLUDED),
    Row(HIDDEN, "2012-01-02", Holding.NONE),  # the archive says that there is nothing
    Row("http://www.never.example/page", "2012-01-02", Holding.NONE),
]  # fmt: skip
