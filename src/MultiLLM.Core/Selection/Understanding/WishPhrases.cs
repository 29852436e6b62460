namespace MultiLLM.Core.Selection.Understanding;

/// <summary>How people say that they want it short, long, as JSON, or otherwise than they got it.</summary>
internal static class WishPhrases
{
    public static PhraseSet Brevity { get; } = new(
        "brief", "briefly", "in short", "keep it short", "short answer", "shortly", "one sentence", "a sentence", "single sentence", "two sentences", "one line", "one word", "single word", "few words", "tl;dr",
        "tldr", "concise", "concisely", "succinct", "succinctly", "letter only", "only the letter", "just the answer", "only the answer", "answer only", "yes or no", "no explanation", "without explanation",
        "single letter", "nutshell", "kurz", "knapp", "in einem satz", "ein satz", "nur die antwort", "brièvement", "en bref", "en une phrase", "en un mot", "brevemente", "en breve", "en una frase",
        "en pocas palabras", "in breve", "in una frase", "em poucas palavras", "em uma frase", "resumidamente", "kort", "in één zin", "krótko", "jednym zdaniem", "kısaca", "tek cümle", "stručně",
        "jednou větou", "kortfattat", "en mening", "кратко", "коротко", "одним предложением", "одним реченням", "باختصار", "संक्षेप", "简短", "简要", "一句话", "簡潔", "一言で", "간단히", "짧게", "한 문장",
        "ngắn gọn", "một câu", "singkat", "satu kalimat");

    public static PhraseSet Depth { get; } = new(
        "in detail", "detailed", "step by step", "step-by-step", "thorough", "thoroughly", "comprehensive", "in depth", "in-depth", "exhaustive", "at length", "as much detail", "full details", "extensive",
        "extensively", "ausführlich", "ausführliche", "detailliert", "detaillierte", "schritt für schritt", "en détail", "détaillé", "détaillée", "étape par étape", "en detalle", "detallado", "detallada",
        "paso a paso", "in dettaglio", "dettagliato", "dettagliata", "passo passo", "passo dopo passo", "em detalhe", "em detalhes", "detalhado", "detalhada", "passo a passo", "uitgebreid", "stap voor stap",
        "szczegółowo", "krok po kroku", "ayrıntılı", "adım adım", "podrobně", "krok za krokem", "utförligt", "steg för steg", "подробно", "пошагово", "докладно", "крок за кроком", "بالتفصيل", "विस्तार से",
        "详细", "一步一步", "詳しく", "자세히", "chi tiết", "từng bước", "secara rinci", "secara detail", "langkah demi langkah");

    public static PhraseSet Json { get; } = new(
        "as json", "in json", "into json", "json format", "valid json", "return json", "return a json", "returns json", "output json", "produce json", "respond with json", "reply with json", "answer with json",
        "json only", "only json", "just json", "json object with", "json array of", "a json object", "a json array", "als json", "im json-format", "en json", "au format json", "en formato json",
        "in formato json", "em json", "em formato json", "w formacie json", "json olarak", "ve formátu json", "som json", "в json", "в формате json", "у форматі json", "بصيغة json", "json में", "json格式", "json 格式",
        "json形式", "jsonで", "json으로", "json 형식", "dạng json", "dalam json", "format json");

    public static PhraseSet Dissatisfaction { get; } = new(
        "that is wrong", "that's wrong", "thats wrong", "this is wrong", "it's wrong", "it is wrong", "you're wrong", "you are wrong", "wrong answer", "wrong again", "still wrong", "that is not correct",
        "that's not correct", "that isn't correct", "is incorrect", "that's incorrect", "that is not right", "that's not right", "that isn't right", "not what i asked", "not what i meant", "not what i wanted",
        "i meant", "i didn't ask", "doesn't work", "does not work", "didn't work", "doesnt work", "still not", "still doesn't", "try again", "do it again", "you misunderstood", "makes no sense",
        "useless", "not helpful", "unhelpful", "you forgot", "you ignored", "you made a mistake", "read it again", "that's not it", "not true", "nonsense",
        "das ist falsch", "falsch", "stimmt nicht", "nicht richtig", "ich meinte", "so meinte ich", "funktioniert nicht", "geht nicht", "versuch es noch", "versuche es noch", "unsinn", "du hast vergessen",
        "c'est faux", "ce n'est pas correct", "ce n'est pas juste", "ce n'est pas ce que", "je voulais dire", "ne marche pas", "ne fonctionne pas", "réessaie", "tu as oublié",
        "está mal", "eso no es", "no es correcto", "es incorrecto", "no es lo que", "quise decir", "me refería", "no funciona", "inténtalo de nuevo", "te equivocas",
        "è sbagliato", "sbagliato", "non è corretto", "non è quello che", "intendevo", "non funziona", "riprova", "está errado", "isso está errado", "não é isso", "não está certo", "eu quis dizer",
        "não funciona", "tente de novo", "dat klopt niet", "dat is fout", "ik bedoelde", "werkt niet", "probeer het opnieuw", "to źle", "to nieprawda", "chodziło mi", "nie działa", "spróbuj jeszcze raz",
        "yanlış", "demek istedim", "çalışmıyor", "tekrar dene", "to je špatně", "myslel jsem", "nefunguje", "zkus to znovu", "det är fel", "jag menade", "fungerar inte", "funkar inte", "försök igen",
        "это неправильно", "это неверно", "неправильно", "я имел в виду", "я имела в виду", "не работает", "попробуй ещё раз", "це неправильно", "я мав на увазі", "не працює", "спробуй ще раз",
        "هذا خطأ", "غير صحيح", "لا يعمل", "حاول مرة أخرى", "गलत है", "काम नहीं", "不对", "错了", "不是这个意思", "再试一次", "違います", "間違っ", "そうじゃな", "もう一度", "틀렸", "그게 아니", "다시 해",
        "sai rồi", "không đúng", "ý tôi là", "itu salah", "bukan itu", "maksud saya", "tidak berfungsi", "coba lagi");
}
