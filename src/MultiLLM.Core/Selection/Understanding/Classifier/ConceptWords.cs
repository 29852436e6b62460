namespace MultiLLM.Core.Selection.Understanding.Classifier;

/// <summary>
/// Words that say what a person wants, in many languages: what the model learns from English prompts holds for the others too. Each entry is the beginning of words, or with a full
/// stop behind it a whole word. The order of the concepts is part of the model's format.
/// </summary>
internal static class ConceptWords
{
    public static string[] All { get; } =
    [
        // translate
        "translat übersetz uebersetz traduc tradui tradu vertaal vertal przetłum tłumacz çevir přelož přeloz překlad översätt oversæt перевед перевод переклад ترجم अनुवाद 翻译 翻譯 翻訳 訳し 译成 번역 dịch terjemah",
        // a language's name
        "english. french. german. spanish. italian. portuguese. dutch. polish. turkish. czech. swedish. russian. ukrainian. arabic. hindi. chinese. mandarin. japanese. korean. vietnamese. indonesian. finnish. danish. norwegian. greek. hebrew. latin. welsh. romanian. hungarian. englisch deutsch. französisch spanisch. anglais. français. allemand. espagnol. inglés. francés. alemán. español. inglese. francese. tedesco. spagnolo. inglês. francês. alemão. espanhol. engels. duits. frans. angielsk niemieck angličt němč ingilizce almanca fransızca engelska tyska английск немецк французск англійськ الإنجليزية العربية अंग्रेज़ी हिंदी 英语 英文 中文 法语 德语 日语 英語 日本語 영어 한국어 inggris",
        // summarise
        "summar tldr tl condens abridg digest. gist. recap zusammenfass fasse. résum resum riassum sintetiz synthè samenvat streść streszcz podsumuj özet shrň shrnu souhrn sammanfatt резюм кратк конспект стисл підсум لخص تلخيص सारांश संक्षेप 总结 概括 摘要 要約 まとめ 요약 tóm. ringkas rangkum",
        // main points, headline
        "takeaway bullet headline minutes. abstract. highlights kernpunkt stichpunkt überschrift titre puntos. titular punti hoofdpunt nagłów başlık rubrik заголов пункт عنوان 要点 标题 見出し 제목",
        // rewrite
        "rewrit rephras reword paraphras restyle rewrote umformulier formulier reformul réécri reescri riscriv herschrijf herformul przeredag przeformuł yeniden přeformul přepiš omformul skriv. перепиш перефраз переформул أعد पुनर् 改写 重写 润色 書き換 言い換 敬語 다시. viết. ubah. parafras",
        // correct
        "correct proofread grammar typo. typos. misspell spelling korrig korrektur verbesser corrig corrige correge verbeter popraw düzelt oprav rätta исправ помилк виправ صحح تصحيح सुधार 改正 纠正 修改 直して 添削 고쳐 sửa. perbaiki",
        // tone, length
        "shorten shorter. simplif simpler. polish. politer. polite. formal. informal. tone. friendlier. nicer. concise. clearer. kürz einfacher. höflich raccourci simplifi ton. acorta tono. accorcia semplific encurt skróć uprość kısalt zkrať förkorta сократ упрост скорот بسط 简化 缩短 短く 줄여 rút. persingkat",
        // write
        "write. draft. compose. create. generate. craft. pen. schreib verfass entwirf écri rédig compos crea. escrib redact scriv redig escrev crie. schrijf stel. napisz stwórz yaz. yazar. napiš vytvoř skriv напиш сочин состав створ اكتب लिखो लिखिए लिखें लिखकर 写一 写个 写篇 書いて 作成 써줘 작성 써. viết. tulis buat.",
        // letters
        "email. emails. mail. letter. message. reply. note. e-mail. brief. nachricht courriel lettre. carta. correo. lettera. messaggio. mensagem. brief. bericht. list. mektup. mesaj. dopis. brev. письм лист. повідом رسالة ईमेल पत्र 邮件 邮件 信 メール 이메일 편지 thư. surat.",
        // literature
        "poem. poems. story. stories. song. lyrics. essay. speech. haiku. limerick. sonnet. script. scene. dialogue. monologue. blog. article. slogan. tagline. joke. gedicht geschichte. rede. aufsatz poème. histoire. discours. poema. cuento. discurso. poesia. storia. discorso. gedicht. verhaal. wiersz opowiad şiir hikaye báse povíd dikt. berättelse стих рассказ вірш оповід قصيدة قصة कविता कहानी 诗 故事 作文 詩 物語 시를 이야기 thơ. truyện. puisi. cerita.",
        // extract
        "extract. extracts. pull. identify. spot. highlight. parse. retrieve. collect. fish. extrah extrai extra. extrae estrai trek. haal. wypisz wyciąg çıkar vypiš hitta. извлек выпиш витяг استخرج निकाल 提取 抽取 抽出 추출 뽑아 trích. ekstrak",
        // classify
        "classif categor label. labels. sentiment. tag. tags. spam. positive. negative. neutral. klassifi einordn kategor clasific classe classific klassific sklasyf sınıfl klasifik классиф класиф صنف वर्गीकृत 分类 情感 分類 분류 phân. klasifik",
        // a given text
        "text. texts. passage. paragraph. document. article. following. below. above. context. excerpt. transcript. review. sentence. sentences. absatz satz. folgend texte. suivant suivante phrase. texto. siguiente frase. testo. seguente tekst. zin. metin. cümle. větu. meningen. текст следующ предлож речен النص التالي वाक्य 以下 下面 文章 句子 次の 문장 다음 câu. đoạn. berikut kalimat.",
        // explain
        "explain. explains. describe. tell. erklär erläuter explique. explica. expliqu spiega. explic leg. uitleg wyjaśn açıkla vysvětl förklara объясн поясн اشرح समझा 解释 介绍 説明 설명 giải. jelaskan",
        "what. whats. what's. was. que. qu'est quoi. qué. cosa. che. o. wat. co. ne. nedir. co. vad. что. що. ما. ماذا. क्या. 什么 是什 何です とは 뭐 무엇 gì. apa.",
        "why. warum. wieso. pourquoi. por. perché. waarom. dlaczego. neden. niçin. proč. varför. почему. чому. لماذا. क्यों. 为什么 为何 なぜ どうして 왜 sao. mengapa. kenapa.",
        "how. wie. comment. cómo. come. como. hoe. jak. nasıl. hur. как. як. كيف. कैसे. 怎么 如何 どうや どうす 어떻게 cách. bagaimana.",
        "who. when. where. which. wer. wann. wo. welche qui. quand. où. quel. quelle. quién. cuándo. dónde. cuál. chi. quando. dove. quale. quem. onde. qual. wie. wanneer. waar. kto. kiedy. gdzie. kim. kdo. kdy. kde. vem. när. кто. когда. где. хто. коли. де. من. متى. أين. कौन. कब. कहाँ. 谁 哪里 何时 いつ どこ 누가 언제 어디 ai. siapa. kapan.",
        "many. much. wieviel wieviele viele. combien. cuánto cuántos cuántas quanto quanti quante quantos hoeveel ile. kaç. kolik. många. mycket. сколько. скільки. كم. कितने. कितना. कितनी. 多少 几个 いくつ いくら 몇 얼마 bao. berapa.",
        // calculate
        "calculat comput solve. evaluate. simplify. integrat derivat equation probability percent area. volume. sum. berechn rechne. ausrechn löse. gleichung wahrschein calcul résou résoud équation ecuación resuelve risolvi equazione resolva equação bereken los. oblicz rozwiąż hesapla çöz. denklem vypočít vyřeš rovnic beräkna lös. вычисл посчит реши. уравнен обчисл розв'яж احسب معادلة गणना हल. 计算 求 方程 概率 計算 解い 計算 계산 방정식 tính. hitung",
        "prove. proof. show. theorem lemma beweis bewies démontr demuestr demostr dimostr prov bewijs udowodn dowód kanıtla ispatla dokaž dokažte bevisa докаж доведи أثبت सिद्ध 证明 証明 증명 chứng. buktikan",
        // decide
        "should. better. best. choose. decide. recommend. rank. prioriti weigh. argue. tradeoff trade. pros. cons. option. options. soll. sollte. entscheid besser. abwäg dois. devrait. choisir. debería. elegir. mejor. dovrei. scegliere. meglio. devo. escolher. melhor. moet. kiezen. beter. powinien. powinnam lepiej wybrać mı. mi. daha. iyi. měl. vybrat. lepší borde. välja. bättre. стоит. выбрать. лучше. варто. обрати. краще. هل. أفضل. बेहतर. 应该 选择 更好 べき どちら 나을까 선택 nên. sebaiknya. lebih.",
        "plan. schedule. itinerary steps. logic puzzle riddle clue. clues. truth liar. liars. knights. deduce infer. conclude. follows. valid. invalid. argument. rätsel folgt. énigme déduire acertijo enigma dedurre raadsel zagadk bulmaca hádank gåta. загад логич головолом لغز पहेली 推理 谜 逻辑 論理 推論 수수께끼 논리 suy. teka.",
        "compare. comparison. difference. differences. versus. vs. unterschied vergleich différence compar diferencia confront differenza diferença verschil vergelijk różnic porówn fark karşılaştır rozdíl porovnej skillnad jämför разниц сравн різниц порівн الفرق قارن अंतर 区别 比较 違い 比較 차이 비교 khác. perbedaan bandingkan",
        // code
        "code. function. functions. script. program. method. class. api. python. javascript. typescript. java. sql. query. regex. bash. shell. html. css. c++. react. django. docker. kubernetes. git. linux. excel. formula. array. string. algorithm. algorithms. implement. compile. debug. refactor. unit. test. tests. json. yaml. funktion. programm. skript. methode. fonction. función. codigo. código. programa. funzione. codice. função. functie. funkcj skrypt kod. fonksiyon. funkc skript. funktion. функци скрипт код. программ функці програм دالة كود برنامج फ़ंक्शन कोड 代码 函数 脚本 编写 程序 関数 コード スクリプト 함수 코드 hàm. mã. fungsi. kode.",
        "error. errors. exception bug. bugs. crash crashes traceback stack. fails. failing. broken. issue. reproduce. expected. actual. version. fehler. fehlermeldung erreur. error. errore. erro. fout. błąd hata. chyba. fel. ошибк помилк خطأ त्रुटि 报错 错误 异常 エラー 오류 에러 lỗi. galat.",
        // small talk
        "hi. hello. hey. thanks. thank. bye. morning. hallo. danke. tschüss guten. bonjour. salut. merci. hola. gracias. buenos. ciao. grazie. buongiorno. olá. oi. obrigad bom. hoi. dank. cześć. dziękuję. dzień. merhaba. selam. teşekkür ahoj. díky. děkuji. hej. tack. привет. спасибо. здравств привіт. дякую. مرحبا. شكرا. नमस्ते. धन्यवाद. 你好 谢谢 こんにちは ありがとう おはよう 안녕 고마워 감사 chào. cảm. halo. terima.",
        "feel. feeling. sad. lonely. tired. love. hate. scared. angry. happy. cry. miss. worried. stressed. anxious. fühle. traurig. müde. triste. fatigué solo. sola. cansad stanc sozinh moe. verdrietig. smutn zmęcz üzgün yalnız smutný unaven ledsen. trött. груст устал одинок сумн втом حزين وحيد उदास अकेला 难过 孤独 累了 悲しい 寂しい 疲れ 슬프 외로 힘들 buồn. mệt. sedih. lelah.",
        "i. i'm. i've. my. me. ich. mein meine. mir. je. j'ai. mon. ma. moi. yo. mi. io. mio. mia. eu. meu. minha. ik. mijn. ja. mój. moja. ben. benim. já. můj. moje. jag. min. я. мой. моя. мне. мій. мені. أنا. मैं. मेरा. मेरी. मुझे. 我 私 僕 나는 내가 제가 tôi. saya. aku.",
        "you. your. you're. yourself. du. dir. dich. tu. toi. vous. tú. usted. você. jij. je. ty. sen. du. ты. тебя. ти. тебе. أنت. तुम. आप. 你 あなた 너는 당신 bạn. kamu. anda.",
        "pretend. roleplay role. imagine. act. play. character. persona. spiel. rolle. stell. fais. joue. imagine. finge. actúa. imagina. fingi. recita. finja. speel. doe. udawaj wyobraź rol. hraj. představ låtsas. представ притвор уяви تظاهر मान. 扮演 假装 ふりを 演じ 역할 đóng. berpura",
        // exam
        "correct. answer. answers. question. choose. select. true. false. letter. explanation. antwort richtig. frage. réponse. bonne. respuesta. correcta. risposta. corretta. resposta. correta. antwoord. odpowiedź. cevap. doğru. odpověď. svar. ответ верн правильн відповід الإجابة उत्तर 正确 选项 答案 正解 正しい 정답 đáp. jawaban.",
        "json. csv. table. xml. yaml. list. tabelle. liste. tableau. tabla. lista. tabella. elenco. tabela. tabel. tablo. tabulk tabell. таблиц список جدول तालिका 表格 列表 表に 리스트 bảng. daftar.",
    ];
}
