"""Words that are one to a reader though no rule of endings makes them so.

Forms of another root (went, go; tha, them), and what Serbian, Bosnian, Croatian and Montenegrin call by different
names (fabrika, tvornica). One word a line, in as many forms as its endings don't explain. Stems are compared, so a
word stands here only where hardly another one has its stem. The names of our field are in the glossary, which can be
edited.
"""

ENGLISH = """
    woman women
    man men
    child children
    bad worse worst
    go goes went gone
    make made
    say said
    tell told
    give gave given
    take took taken
    get got gotten
    come came
    see saw seen
    know knew known
    think thought
    become became
    begin began begun
    bring brought
    buy bought
    build built
    choose chose chosen
    deal dealt
    fall fell fallen
    feel felt
    fight fought
    grow grew grown
    hold held
    keep kept
    lead led
    learn learnt
    lose lost
    meet met
    pay paid
    run ran
    seek sought
    sell sold
    send sent
    show shown
    speak spoke spoken
    spend spent
    stand stood
    steal stole stolen
    teach taught
    understand understood
    win won
    write wrote written
    wife wives
    criterion criteria
    phenomenon phenomena
"""

ALBANIAN = """
    jam është janë ishte ishin isha jemi jeni qenë qoftë
    kam ka kemi keni kanë kisha kishte kishin kishit pata pati patën pasur
    them thotë thonë tha thamë thanë thënë thoshte
    jap jep japin dha dhamë dhanë dhënë
    vij vjen vijnë erdha erdhi erdhën ardhur
    shoh sheh shohin shihni shihet pashë
    marr merr marrin mora mori morën marrë merret
    dua duan desha deshi deshën dashur donte
    bëj bën bëjnë bëra bëri bënë bërë bëhet bëhen bënte bënin
    dal del dalin dola doli dolën dalë
    sjell sillet solli sollën sjellë
    vë vënë vuri vunë vihet
    shkruaj shkruan shkroi shkruar
    paguaj paguan pagoi paguar
    gjej gjen gjejnë gjeti gjetën gjetur
    mbaj mban mbajnë mbajti mbajtën mbajtur
    vras vret vrasin vrau vranë vrarë vritet
    flas flet flasin foli folën folur
    pres pret presin priti pritën pritur
    pyes pyet pyesin pyeti pyetën pyetur
    tërheq tërhiqet tërhoqi tërhoqën tërhequr
    dorë duar
    njeri njeriu njerëz njerëzve
    grua gruaja gra gratë
    vit vjet viti vjetët
"""

MACEDONIAN = """
    сум сме бев беше беа биде бил била биле
    дете деца
    добар подобар подобро најдобар
    лош полош најлош
    дојде дошол дошла дошле
    оди отиде отидат отишол отишла отишле
    најде најдат нашол нашла нашле
    рече рекол рекла рекле
    помош помошта
    око очи
"""

HBS = """
    dete deca djeca
    oko oči
    pomoći pomogne pomogao pomogla pomogli
    hteti hoće hoću htio hteo
    sistem sustav
    sedmica tjedan
    vazduh zrak
    avion zrakoplov
    lekar liječnik
    hleb kruh
    uho uvo
    bezbedan siguran
    bezbednost sigurnost
    izveštaj izvješće
    hiljada tisuća
    milion milijun
    fabrika tvornica
    firma tvrtka
    fudbal nogomet
    muzika glazba
    pozorište kazalište
    univerzitet sveučilište
    nauka znanost
    naučnik znanstvenik
    istorija historija povijest
    istorijski historijski povijesni
    februar veljača
    mart ožujak
    maj svibanj
    avgust kolovoz august
    septembar rujan
    oktobar listopad
    decembar prosinac
    ostrvo otok
    uslov uvjet
    uticaj utjecaj
    advokat odvjetnik
    štampa tisak
    apoteka ljekarna
    stepen stupanj
    nivo razina
    takmičenje natjecanje
    konkurs natječaj
    saobraćaj promet
    upotreba uporaba
    demonstrant prosvjednik
    povreda ozljeda
    ubistvo ubojstvo
    ubica ubojica
    uhapsiti uhititi
    hapšenje uhićenje
    krivični kazneni
    penzija mirovina
    penzioner umirovljenik
    budžet proračun
    opština općina
    uopšte uopće
    sveštenik svećenik
    tačka točka
    tačan točan
    godišnjica obljetnica
    takođe također
    uprkos unatoč
    potpredsednik dopredsjednik
    poslanik zastupnik
    direktor ravnatelj
    obaveštenje obavijest
    ambasada veleposlanstvo
    ambasador veleposlanik
    hemija kemija
    haos kaos
    hrišćanin kršćanin
    hrišćanski kršćanski
    lično osobno
    ličnost osobnost
    spoljni vanjski
    unutrašnji unutarnji
    učesnik sudionik
    saradnja suradnja
    saradnik suradnik
    sarađivati surađivati
    savremen suvremen
    saglasnost suglasnost
    saglasan suglasan
    saopštenje priopćenje
    saopštiti priopćiti
    srećan sretan
    duvan duhan
    kuvar kuhar
    kuvati kuhati
    suv suh
    gluv gluh
    pasoš putovnica
    tužilac tužitelj
    tužilaštvo tužiteljstvo
    posmatrač promatrač
    posmatrati promatrati
    preduzeće poduzeće
    preduzetnik poduzetnik
    preduslov preduvjet
    obezbediti osigurati
    obezbeđenje osiguranje
    nezavisan neovisan
    nezavisnost neovisnost
    zavisnost ovisnost
    zavisnik ovisnik
    zloupotreba zlouporaba
    veštački umjetni
    zemljotres potres
    zvaničnik dužnosnik
    pominjati spominjati
    pomenuti spomenuti
    kasarna vojarna
    odeljenje odjel
    dozvola dopuštenje
    dozvoliti dopustiti
    fabrički tvornički
    finansije financije
    finansijski financijski
"""

SAME_WORDS = {"en": ENGLISH, "sq": ALBANIAN, "mk": MACEDONIAN, "hbs": HBS}
