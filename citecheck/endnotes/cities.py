"""Cities in which much is published: "…, Geneva, 2011" is an imprint, "…, Norway, 2009" is not."""

from __future__ import annotations

from citecheck.endnotes.words import word_set

_CITIES = word_set(
    """
    aarhus aberdeen abidjan abu_dhabi abuja accra addis_ababa adelaide ahmedabad aleppo
    algiers almaty amman amsterdam ankara ann_arbor antananarivo antwerp apia ashgabat
    asmara astana asunción athens atlanta auckland austin baden_baden baghdad baku baltimore
    bamako bandung bangalore bangkok banjul barcelona basel batumi beijing beirut belfast
    belgrade belmopan bengaluru bergen berkeley berlin bern bethesda bilbao birmingham
    bishkek blantyre bloomington bogota bologna bombay bonn bordeaux boston brasilia
    brasília bratislava brazzaville bremen bridgetown brisbane bristol brno brussels
    bucharest budapest buenos_aires bujumbura busan cairo calcutta calgary cali cambridge
    canberra cape_town caracas cardiff casablanca cebu chapel_hill chengdu chennai chicago
    chisinau chittagong chișinău christchurch cleveland cluj_napoca coimbra cologne colombo
    conakry copenhagen cotonou cusco córdoba dakar dallas damascus dar_es_salaam darwin
    davao debrecen delft delhi denver detroit dhaka djibouti doha douala dresden dubai
    dublin dunedin durban durham dushanbe düsseldorf edinburgh edmonton englewood_cliffs
    erbil florence frankfurt freetown freiburg gaborone ganja gdańsk geneva genoa ghent
    glasgow gothenburg granada graz grenoble groningen grozny guangzhou guatemala_city
    guayaquil gyumri göttingen hague halifax hamburg hannover hanoi harare havana heidelberg
    helsinki ho_chi_minh_city hobart hoboken hong_kong honiara honolulu houston hyderabad
    iasi innsbruck irkutsk islamabad istanbul ithaca jakarta jalal_abad jeddah jerusalem
    johannesburg juba kabul kampala kandy karachi karaganda karakol kathmandu kazan kharkiv
    khartoum khujand kiev kigali kingston kinshasa kolkata košice krakow kraków kuala_lumpur
    kutaisi kuwait_city kyiv kyoto köln la_paz lagos lahore lausanne leeds leicester leiden
    leipzig leuven libreville lille lilongwe lima linz lisbon liverpool ljubljana lomé
    london los_angeles luanda lund lusaka luxembourg luxemburg lviv lyon maastricht macau
    madison madras madrid mahwah makati makhachkala malmö malé managua manama manchester
    mandalay manila maputo marrakech marseille maseru mbabane medellín melbourne mexico_city
    miami milan minneapolis minsk mogadishu mombasa monaco monrovia montevideo montpellier
    montreal moscow mumbai munich muscat münchen nagoya nairobi nanjing nantes naples
    new_delhi new_haven new_york niamey  nicosia nijmegen nottingham novi_sad
    novosibirsk nur_sultan odense odesa odessa orlando osaka osh oslo ottawa ouagadougou
    oxford padua palermo panama_city paris penang perth peshawar philadelphia phnom_penh
    pittsburgh plovdiv podgorica port_au_prince port_louis port_moresby port_of_spain
    portland porto porto_alegre poznań prague pretoria princeton pristina pune pyongyang
    quebec quezon_city quito québec rabat rawalpindi recife rennes reykjavik riga
    rio_de_janeiro riyadh rockville rome rotterdam saigon salzburg samarkand san_diego
    san_francisco san_jose san_josé san_salvador sanaa santa_barbara santa_monica santiago
    santo_domingo sao_paulo sapporo sarajevo seattle seoul seville shanghai sheffield
    shenzhen shymkent singapore skopje sofia st_louis st_petersburg stanford stavanger
    stockholm strasbourg stuttgart sucre sukhumi surabaya suva sydney szeged são_paulo
    taipei tallinn tampere tashkent tbilisi tegucigalpa tehran tel_aviv the_hague
    thessaloniki thimphu thousand_oaks tilburg timișoara tirana tokyo toronto toulouse
    tripoli tromsø trondheim tunis turin turku tübingen ulaanbaatar uppsala utrecht valencia
    valletta vancouver varna venice vienna vientiane vilnius vladivostok warsaw washington
    wellington westport wiesbaden windhoek winnipeg wuhan yangon yaounde yaoundé
    yekaterinburg yerevan yogyakarta york zagreb zug zurich zürich łódź алматы архангельск
    астана ашхабад баку барнаул баткен белгород берлин бишкек брест бухара варшава вашингтон
    вена вильнюс витебск владивосток  волгоград воронеж гомель гродно грозный
    джалал_абад днепропетровск донецк душанбе екатеринбург ереван женева иваново иркутск
    казань калининград караганда каракол кемерово киев кишинев кишинёв краснодар красноярск
    курск ленинград липецк лондон львов махачкала минск могилёв москва мурманск нарын
    нижний_новгород новосибирск нур_султан нью_йорк одесса омск орёл ош париж пенза пермь
    петрозаводск прага рига ростов_на_дону рязань самара самарканд санкт_петербург саратов
    смоленск ставрополь талас таллин тамбов ташкент тбилиси тверь токмок томск тула тюмень
    улан_удэ уфа хабаровск харьков худжанд челябинск шымкент якутск ярославль
    """
)
#: As Russian lists of books shorten them.
_SHORTENED = {"М.", "СПб.", "Л.", "К.", "Н. Новгород"}


def is_city(text: str) -> bool:
    """Whether a text names a city in which much is published."""
    first = (
        text.replace("/", ",")
        .split(",")[0]
        .strip(" .")
        .casefold()
        .replace(" ", "_")
        .replace("-", "_")
    )
    return first in _CITIES or text in _SHORTENED
