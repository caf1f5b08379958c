"""Forms that no rule of endings explains, each read as the first word of its line: ``dođe`` as ``došao``.

Whole words are compared, not stems, so a form may stand here that looks like the stem of another word; one that is
another word itself, and oftener, does not (``najviše`` is "mostly"). The first word is one whose stem hardly another
word has. A paradigm is written out, whichever of its forms the rules would join. ``do iza: šao đe`` is short for the
lines "došao dođe" and "izašao izađe" (``-``: with nothing before), ``bolj*`` for the form with each of its language's
``ENDINGS``.

Grammar as any handbook of these languages has it: verbs with two stems, comparatives of another root, nouns with
another plural.
"""

ENDINGS = {
    "hbs": ("i", "a", "e", "u", "eg", "em", "oj", "om", "ih", "im", "ima"),  # of a comparative
    "mk": ("", "a", "o", "i", "iot", "ata", "oto", "ite"),  # of an adjective
    "sq": ("", "a", "i", "it", "in", "at", "ave", "ve"),  # of a participle, which is a noun too
}

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

HBS = """
    imati imaš ima imamo imate imaju imao imala imalo imali imale imajući
    nemati nemam nemaš nema nemamo nemate nemaju nemao nemala nemalo nemali nemale
    znati znam znaš zna znamo znate znaju znao znala znalo znali znale znajući
    hteti hoću hoćeš hoće hoćemo hoćete hteo htela htelo hteli htele htjeti htio htjela htjelo htjeli htjele
    smeo smeti smem smeš sme smemo smete smeju smela smelo smeli smele smjeti smijem smije smijemo smiju smio smjela
    smeo smjelo smjeli smjele
    umeti umem umeš ume umemo umeju umeo umela umelo umeli umele umjeti umijem umije umiju umio umjela umjeli umjele
    pozna proda izda preda doda sazna prizna upozna: vati jem ješ je jemo jete
    davati dajem daješ daje dajemo dajete dati dam daš damo daju dao dala dalo dali dale dato
    razvi odbi ubi: jati ja jam jaš jamo jate jaju jao jala jalo jali jale
    - pre od za: uzeti uzmem uzmeš uzme uzmemo uzmete uzmu uzeo uzela uzelo uzeli uzele uzet uzeta uzeto
    po za: četi čnem čneš čne čnemo čnete čnu čeo čela čelo čeli čele
    po o pre na u ne sa pri za op: stati stanem staneš stane stanemo stanete stanu stao stala stalo stali stale
    stajati stojim stojiš stoji stojimo stojite stoje stajao stajala stajalo stajali
    ići idem ideš ide idemo idete idu išao išla išlo išli išle
    otići odem odeš ode odemo odete odu otišao otišla otišlo otišli otišle
    do iza prona obi: šao ći đem đeš đe đemo đete đu šla šlo šli šle
    prišao priđem priđeš priđe priđemo priđete priđu prišla prišlo prišli prišle
    prošao proći prođem prođeš prođe prođemo prođete prođu
    naći nađem nađeš nađemo nađete našao našla našlo našli našle
    prešao pređem pređeš pređe pređemo pređete pređu prešla prešlo prešli prešle
    ušao uđem uđeš uđemo uđete ušla ušlo ušli ušle
    - do po pri: stići stignem stigneš stigne stignemo stignete stignu stigao stigla stiglo stigli stigle
    po iz: dići dignem digneš digne dignemo dignete dignu digao digla diglo digli digle
    po iz: beći begnem begne begnemo begnu begao begla beglo begli begle
    po iz: bjeći bjegnem bjegne bjegnemo bjegnu bjegao bjegla bjeglo bjegli bjegle
    na pro s: pasti padnem padneš padne padnemo padnete padnu pao pala palo pali pale
    padnem pao
    - po na iz: rasti raslo rasla rasli rasle
    učiti učim učiš uči učimo učite uče učio učila učilo učili učile
    ukrasti ukradem ukradeš ukrade ukrademo ukradu ukrao ukrala ukralo ukrali ukrale
    izvedem izvedeš izvede izvedemo izvedete izvedu izveo izvela izvelo izveli izvele
    do na od pre pri pro raz u za spro: vesti vedem vedeš vede vedemo vedete vedu veo vela velo veli vele
    do iz na od pod pre pri u: neti nesem neseš nese nesemo nesete nesu neo nela nelo neli nele
    do iz na od pod pre pri u: neti nijeti nio nijela nijelo nijeli nijele
    slati šaljem šalješ šalje šaljemo šaljete šalju slao slala slalo slali slale
    - po na iza oda sa pro: zvati zovem zoveš zove zovemo zovete zovu zvao zvala zvalo zvali zvale
    iza oda sa: brati berem bereš bere beremo berete beru brao brala bralo brali brale
    umreti umrem umreš umre umremo umru umro umrla umrlo umrli umrle umrijeti
    u iz raz: biti bijem biješ bije bijemo bijete biju bio bila bilo bili bile
    čuo čujem čuješ čuje čujemo čujete čuju čula čulo čuli čule
    po iz: vući vučem vučeš vuče vučemo vuku vukao vukla vuklo vukli
    pomoći pomognem pomogneš pomogne pomognemo pomognete pomognu pomogao pomogla pomoglo pomogli pomogle
    velik veći većeg većih većim većoj većom najveć*
    mali manj* najmanj*
    dobar bolj* najbolj*
    loš najgor*
    visok viši višeg viših višim višoj najviši najviša najvišeg najviših najvišim najvišoj najvišu
    nizak niži nižeg nižih nižim nižoj najniž*
    dug dulj* najdulj*
    težak teži težeg težih težim težoj najtež*
    lak lakš* najlakš*
    širok šira šireg širem širih širu najšir*
    blizak bliži bliža bliže bližeg bližih bližim bližoj najbliž*
    dalek dalji daljeg daljih daljim daljoj najdalj*
    skup skuplji skuplje skupljeg skupljih skupljim skupljoj najskuplj*
    čest češć* najčešć*
    dubok dublj* najdublj*
    lep lepš* najlepš* lijep ljepš* najljepš*
    vre i ple se sje: me mena menu menom menima
    dete deca dece deci decu decom djeca djece djeci djecu djecom
    otac oca ocu ocem oče očevi očeva očevima očeve
    brat braća braće braći braću braćom
    pas psa psu psom psi pse psima
    poslovni posao posla poslu poslom poslovi poslova poslove poslovima
    ugao ugla uglu uglom uglovi uglova uglove uglovima
    deo dio delovi delova delove delovima dijelom dijelovi dijelova dijelove dijelovima
    oko oka oku okom oči očiju očima
    uvo uho uva uha uhu uši ušiju ušima
    reč rečju riječju
    smrt smrću
    krv krvlju
    ljubav ljubavlju
    pismo pisama
"""

MACEDONIAN = """
    сум сме сте бев беше беа биде бидат бил била било биле
    има имаш имаме имате имаат имав имаше имаа имавме имал имала имало имале
    немам немаш нема немаме немате немаат немав немаше немаа немал немала немало немале
    знам знаеш знае знаеме знаете знаат знаев знаеше знаеја знаејќи знаел знаела знаеле
    дадам дадеш даде дадеме дадат дадов дадоа дал дала дало дале
    земам земеш земе земеме земат зедов зеде зедоа зел зела зеле
    одам одиш оди одиме одите одат одев одеше одеа одел одела оделе
    отидам отидеш отиде отидеме отидат отидов отидоа отишол отишла отишло отишле
    дојдам дојдеш дојде дојдеме дојдат дојдов дојдоа дошол дошла дошло дошле
    најдам најдеш најде најдеме најдат најдов најдоа нашол нашла нашло нашле
    из в на за: лезам лезеш лезе лезат легов легоа легол легла легло легле
    речам речеш рече речат реков рекоа рекол рекла рекло рекле
    убијам убие убив убија убил убила убиле
    помагам помага помагаат помогнам помогне помогнат помогна помогнаа помогнал помогнала помогнало помогнале
    дете детето деца децата
    брат браќа браќата
    око окото очи очите
    уво увото уши ушите
    име името имиња имињата
    време времето времиња времињата
    број броеви броевите
    крај краеви краевите
    ноќ ноќта
    моќ моќта
    пат патишта патиштата
    учи учам учат учиме учите учев учеше учеа учел учела учеле
    помош помошта
    крв крвта
    љубов љубовта
    смрт смртта
    голем поголем* најголем*
    мал помал* најмал*
    добар подобар подобра подобро подобриот подобрата подобрите најдобар најдобр*
    лош полош* најлош*
    нов понов* најнов*
    стар постар* најстар*
    млад помлад* најмлад*
    важен поважен поважн* најважен најважн*
"""

ALBANIAN = """
    jam jemi jeni jenë është janë isha ishe ishte ishim ishit ishin qenë qoftë
    kam ke ka kemi keni kanë ketë kenë kisha kishe kishte kishim kishit kishin pata pate pati patëm patët patën pasur
    bëj bën bëjmë bëni bëjnë bëra bëre bëri bëmë bëtë bënë bërë bëja bëje bënte bënim bënin bëhet bëhen bëhem bëhej
    them thua thotë themi thoni thonë thashë the tha thamë thanë thënë thosha thoshte thoshin thuhet
    jap jep japim jepni japin dhashë dha dhamë dhatë dhanë dhënë jepja jepte jepnin jepet jepen
    vij vjen vijmë vini vijnë erdha erdhe erdhi erdhëm erdhët erdhën ardhur* vija vinte vinim vinin
    shoh sheh shohim shihni shohin pashë pamë panë shihja shihte shihnin shihet shihen
    marr merr marrim merrni marrin mora more mori morëm morët morën marrë merrja merrte merrnin merret merren
    dua duam doni duan desha deshe deshi deshëm deshën dashur doja donte donim donin
    di dinë dimë dija dinte dinin
    mund mundem mundet mundemi munden mundte
    duhet duhen duhej duheshin
    dal del dalim dilni dalin dola dole doli dolëm dolën dalë dilja dilte dilnin
    hyj hyn hyjmë hyjnë hyra hyri hynë hyrë hynte
    lë lëmë lënë linte lihet
    vë vënë vëmë vura vuri vunë vihet vihen
    flas flet flasim flisni flasin fola fole foli folëm folën folur* flisja fliste flisnin flitet
    pres pret presim prisni presin prita prite priti pritëm pritën pritur priste prisnin pritet
    vras vret vrasin vrava vrau vranë vrarë vriste vritet
    pyes pyet pyesin pyeta pyeti pyetën pyetur* pyeste pyetet
    hap hapte hapnin
    përdor përdorte përdornin
    gjej gjen gjejmë gjejnë gjeta gjeti gjetëm gjetën gjetur* gjente gjenin gjendet gjenden gjendej
    mbaj mban mbajmë mbajnë mbajta mbajti mbajtëm mbajtën mbajtur* mbante mbanin mbahet mbahen
    bie bien rashë ramë ranë rënë binte binin
    sjell sjellin solla solli sollën sjellë sillte sillnin sillet
    tërheq tërhiqet tërhoqa tërhoqi tërhoqën tërhequr*
    ngre ngrenë ngrita ngriti ngritën ngritur* ngrihet ngrihen
    vdes vdesin vdiqa vdiq vdiqëm vdiqën vdekur* vdiste
    luaj luan luajmë luajnë luajta luajti luajtën luajtur luante
    shkruaj shkruan shkruajnë shkrova shkroi shkruam shkruar* shkruante shkruhet
    paguaj paguan paguajnë pagova pagoi paguam paguar* paguante paguhet
    kthej kthen kthejnë ktheva ktheu kthyem kthyen kthehet kthehen kthehej
    thyej thyen theva theu thyem thyhet
    ruaj ruan ruajnë ruajti ruajtën ruajtur* ruhet ruhen
    njoh njeh njohin njoha njohu njohën njohur* njihet njihen njihte
    zgjedh zgjedhin zgjodha zgjodhi zgjodhën zgjedhur*
    mbledh mbledhin mblodha mblodhi mblodhën mbledhur* mblidhet mblidhen
    hedh hedhin hodha hodhi hodhën hedhur* hidhet hidhen
    heq heqin hoqa hoqi hoqën hequr* hiqet hiqen
    djeg djegin dogja dogji dogjën djegur* digjet digjen
    nxjerr nxjerrin nxora nxori nxorën nxjerrë nxirret nxirren
    përcjell përcjellin përcolla përcolli përcollën përcjellë
    arrij arrin arrijmë arrijnë arrita arriti arritëm arritën arritur* arrinte arrihet
    dorë dora dorës dorën duar duart duarve
    njeri njeriu njeriut njeriun njerëz njerëzit njerëzve
    grua gruaja gruas gruan gra gratë grave
    vit viti vitit vitin vite vitet viteve vjet vjetët vjetësh
    muaj muaji muajit muajin muajt muajve
    syrin sy syri syrit sytë syve
    mik miku mikut mikun miq miqtë miqve
    armik armiku armikut armikun armiq armiqtë armiqve
    fshatra fshat fshati fshatit fshatin fshatrat fshatrave
    popull popuj popujt popujve
    rast raste
    vendos vendim vendimi vendimit vendimin vendime vendimet vendimeve
    madh mëdhenj mëdha mëdhenjtë
    vogël vegjël vegjëlit
    keq këqij këqinj këqija
    tjetër tjetrit tjetrin tjetrën tjera tjerat tjerave tjerë tjerët tjerëve
"""


def read_as(lines: str, family: str, fold) -> dict[str, str]:
    """{form: the word it is read as} of ``lines`` in a family of languages, each as ``fold`` writes it."""
    found = {}
    for line in lines.strip().splitlines():
        prefixes, _colon, forms = line.rpartition(":")
        forms = [ending for form in forms.split() for ending in with_endings(form, family)]
        for prefix in prefixes.split() or ["-"]:
            word, *others = (fold(prefix.strip("-") + form) for form in forms)
            found |= dict.fromkeys(others, word)
    return found


def with_endings(form: str, family: str) -> list[str]:
    return [form[:-1] + ending for ending in ENDINGS[family]] if form.endswith("*") else [form]


IRREGULAR = {"en": ENGLISH, "sq": ALBANIAN, "mk": MACEDONIAN, "hbs": HBS}
