"""Given names and endings of family names: by them "Anna Berg" is a person, "River Watch" is not.

A person printed the straight way round has no sign but the name itself.  The lists
are of common names of the languages that our publications cite; a name that is not
here makes an author an organisation as printed, which loses nothing.
"""

from __future__ import annotations

import re

from citecheck.endnotes.words import word_set

GIVEN_NAMES = word_set(
    """
    aaron abdul abdullah abigail abraham adam adrian adriana agnes ahmad ahmed aida aigul ainura
    akira alan albert alberto alejandra alejandro aleksandr aleksandra alena alessandra
    alessandro alex alexander alexandra alexandre alexei alexey alexis alfred ali alice alicia
    alina aline alison allan allen alma amanda amelia amina amir amit amy ana anara anastasia
    anastasiya anatoly anders andre andrea andreas andrei andrej andrew andrey andrzej angela
    angelica anita anja ann anna anne annette annie anthony antoine anton antonella antonia
    antonio antony anwar april arif arjun arlene arthur arturo asel ashley asif astrid august
    augusto aung ayesha azamat aziz bakyt barbara barry beata beatrice beatriz bektur ben
    benedict benjamin bernard bernd bertrand beth betty bilal bill björn bob bogdan boris brad
    bradley brandon brenda brendan brian bridget bruce bruno bryan burul camila camille carl
    carla carlo carlos carmen carol carole carolina caroline catalina caterina catherine cathy
    cecilia cedric celia charles charlotte chen cheryl chiara chloe chris christa christian
    christiane christina christine christoph christophe christopher claire clara claude claudia
    claus cliff clive colin colleen connie conor constance corinne craig cristina curtis cynthia
    dag dale damian damir dan dana daniel daniela daniele danielle danny daria darren dave david
    dawn dean deborah debra declan deepak denis denise dennis derek diana diane didier diego
    dieter dina dinara dirk dmitri dmitry dmytro dominic dominique don donald donna dora doris
    dorothy doug douglas duncan dylan ed eddie edith edmund eduardo edward edwin eileen elaine
    eleanor elena elisa elisabeth elise eliza elizabeth ella ellen elmira elsa elvira emanuel
    emil emile emilia emily emma emmanuel enrico enrique eric erica erich erik erika erin ernest
    ernesto esther ethan eugene eva evan eve evelyn evgeny fabian fabio farida fatima federica
    federico felicia felipe felix feodor fernanda fernando fiona florence florian frances
    francesca francesco francis francisco franck francois frank franz françois fred frederic
    frederick friedrich fritz fyodor gabriel gabriela gabriele gail galina gareth gary gavin
    geoff geoffrey george georges gerald gerard gerd gerhard gianni gilbert gilles gina giovanna
    giovanni giulia giuseppe glen glenn gloria gonzalo gordon grace graham greg gregory grigory
    guido guillaume guillermo gulnara gulnaz gunnar gustav gustavo guy hamid hanna hannah hannes
    hans harald harold harriet harry hasan hassan heather hector heidi heike heinrich heinz
    helen helena helene helga helmut hendrik henri henrik henry herbert herman hermann hilary
    hiroshi holger holly howard hubert hugh hugo hussein ian ibrahim ida ignacio igor ilona ilya
    imran ines inga inge ingrid irena irene irina iris irma isaac isabel isabella isabelle ivan
    ivana ivo jack jackie jacob jacqueline jacques jaime jake jakob jakub james jamie jan jana
    jane janet janice janina jaroslav jason javier jay jean jeff jeffrey jenna jennifer jenny
    jens jeremy jerome jerry jesper jesse jessica jesus jill jim jimmy joachim joan joana joanna
    joanne joaquin jocelyn joe joel johan johanna johannes john jonas jonathan jorge jose josef
    joseph josephine joshua josé joy joyce juan juana judith judy jukka julia julian juliana
    julie juliet julio jun justin jürgen kai kamal kamila kanat karel karen karim karin karina
    karl karsten kasper katarina kate katerina katharina katherine kathleen kathryn kathy katja
    katrin kay keith kelly ken kenneth kerstin kevin khalid kim kirill kirsten klaus konstantin
    kristen kristian kristin kristina kurt kwame kyle larissa larry lars laszlo laura lauren
    laurence laurent lawrence lea leah lee leila lena leo leon leonard leonardo leonid leslie
    lev lewis li liam lidia lilian liliana lily lin linda lisa lise liz lloyd lois lorenzo
    lorraine louis louisa louise luc luca lucas lucia luciano lucy ludmila ludwig luigi luis
    luisa lukas luke luz lydia lyn lynn lyudmila madeleine maeve magdalena magnus mahmoud maksim
    malcolm manfred manuel manuela mara marc marcel marcela marcelo marcia marco marcos marcus
    margaret margarita margit maria mariam marian mariana marianne marie marija marika marina
    mario marion marisa marius marjorie mark markus marlene marta martha martin martina martine
    marvin mary masha mathias mathieu matt matteo matthew matthias matti maureen maurice
    mauricio mauro max maxim maya megan mehmet mei melanie melissa meredith michael michaela
    michal michel michele michelle miguel mihai mika mike mikhail mila milan milena ming miriam
    mirjam mitchell mohamed mohammad mohammed moira molly mona monica monika morten moses
    muhammad murat mustafa myriam nadezhda nadia nadine nancy naomi natalia natalie natalya
    natasha nathan neil nelson nicholas nick nicola nicolas nicole nicoletta niels nigel nikita
    nikolai nikolas nikolay nils nina nino noah noel nora norman nuria nurlan odile ola olaf
    olav oleg olena olga oliver olivia olivier omar orla oscar oskar otto owen pablo paola paolo
    pascal patricia patrick paul paula pauline paulo pavel pedro peggy penelope penny per peter
    petr petra phil philip philippe phillip pierre pietro pilar piotr priya rachel rafael rahul
    raisa rajesh ralf ralph ramon randall raquel rashid raul ravi ray raymond rebecca regina
    reinhard renata rene rené ricardo richard rick rita robert roberta roberto robin rodrigo
    roger roland rolf roman ron ronald rory rosa rosalind rosario rose rosemary ross roxana roy
    ruben rudolf rupert ruslan russell ruth ryan sabina sabine sabrina sally salma salvatore sam
    samantha samira samuel sandra sanjay sara sarah sasha saul scott sean sebastian serge sergei
    sergey sergio shane shannon sharon sheila shirley sigrid silke silvia simon simona simone
    sofia solomon sonia sonja sophia sophie stacy stanislav stefan stefania stefano stella
    stephan stephanie stephen steve steven stuart sue sunil susan susana susanna susanne suzanne
    svein sven svetlana sylvia sylvie takashi tamar tamara tania tanya tara tariq tatiana
    tatyana ted terence teresa terry tessa theo theodore theresa thierry thomas tiffany tim timo
    timothy timur tina tobias todd tom tomas tomasz tommy toni tony tracy trevor tyler ulla
    ulrich ulrike umar ursula uwe vadim valentin valentina valeria valerie valery vanessa vasily
    vera veronica veronika vicente vicky victor victoria viktor viktoria vincent vincenzo viola
    violeta virginia vitaly vito vittorio vivian vladimir vladislav volker vyacheslav walter
    wanda wang warren wayne wendy werner wilhelm will willem william wolf wolfgang xavier yan
    yana yann yasmin yevgeny yolanda yuki yulia yuri yusuf yves yvette yvonne zainab zara zhang
    zoe zoltan zuzana азамат айгуль айнура александр александра алексей алина алия алла алёна
    анастасия анатолий андрей анна антон арсений артём асель бакыт борис бурул вадим валентин
    валентина валерий варвара василий вера вероника виктор виктория виталий владимир владислав
    вячеслав галина геннадий георгий григорий гульнара дарья денис дина динара дмитрий евгений
    евгения екатерина елена елизавета жанна зоя иван игорь илья инна ирина кирилл константин
    кристина ксения лариса лев леонид лидия любовь людмила максим маргарита марина мария михаил
    надежда наталия наталья никита николай нина нурлан оксана олег ольга павел петр полина пётр
    раиса роман руслан светлана семён сергей софия станислав степан тамара тарас татьяна тимур
    федор фёдор эльмира эрик юлия юрий яков яна ярослав
    """
)

_FAMILY_ENDINGS = re.compile(
    r"(?:[^\W\d_]{2}(?:ov|ova|ev|eva|ov[ai]ch|ovich|evich|enko|chuk|yan|shvili|adze|ovic|ović|ević"
    r"|iev|ieva|baev|baeva|sson|sdottir|owski|owska|ewski|czyk"
    r"|ов|ова|ев|ева|ин|ина|ский|ская|енко|чук|ян|швили|адзе|ёв|ёва))$"
)
#: With these in it a name of two or three words is a paper, a place or a body.
_NO_PERSON = word_set(
    """
    times herald gazette post tribune journal review magazine bulletin chronicle observer guardian
    standard mirror mail telegraph weekly daily house guild club school college street city county
    river lake island islands falls valley bay coast sea ocean mountain forest park day week year
    north south east west northern southern eastern western central global world national state
    states republic kingdom democracy rights human children women youth health education labour
    labor justice peace freedom law data statistics census radio television tv channel online net
    times газета вестник известия правда новости время город река озеро мир дом дети право
    """
)


def is_personal_name(given: str, family: str) -> bool:
    """Whether "given family" is the name of a person: by given name, middle initial or ending.

    >>> is_personal_name("Anna", "Berg"), is_personal_name("River", "Watch")
    (True, False)
    """
    words = re.findall(r"[^\W\d_]+", f"{given} {family}".casefold())
    if not words or any(word in _NO_PERSON for word in words):
        return False
    known = words[0] in GIVEN_NAMES
    initial = bool(re.search(r"(?:^|\s)[^\W\d_a-zа-я]\.", given)) and len(given) > 2
    return known or initial or bool(_FAMILY_ENDINGS.search(family))
