namespace StarterModels.Trainer.Data;

/// <summary>The lists that question rewording draws from.</summary>
internal static class Wordings
{
    public static readonly HashSet<string> FunctionWords = Set(
        "what whats is are was were the a an of do does did can could would should you i me my to in on for please tell explain which who "
        + "s it that this be there some about your give one");

    /// <summary>First words of a question, as against an order.</summary>
    public static readonly HashSet<string> QuestionWords = Set(
        "what what's whats who who's where when why how which whose is are was were do does did can could should would will has have");

    public static readonly string[] BeforeQuestion =
    [
        "Can you tell me ", "Could you tell me ", "Tell me ", "I want to know ", "I would like to know ", "Quick question: ", "Hi, ",
        "Hello, ", "Hey, ", "Do you know ", "Please tell me ", "Question: ", "so ", "ok, ", "Can you explain ", "Please explain ",
        "I was wondering, ",
    ];

    public static readonly string[] BeforeOrder =
    [
        "Please ", "Can you ", "Could you ", "Can you please ", "I need you to ", "I want you to ", "Hi, ", "Hello, ", "Hey, ", "Now ",
        "ok, ", "Would you ",
    ];

    public static readonly string[] WhatIs =
    [
        "What is {0}?", "What's {0}?", "Explain {0}", "Explain {0}.", "Can you explain {0}?", "Could you explain {0} please?",
        "Tell me about {0}", "Describe {0}", "Define {0}", "What is meant by {0}?", "Please explain {0}", "What exactly is {0}?", "{0}?",
        "{0}", "Can you explain what {0} is?", "Do you know what {0} is?", "I don't understand {0}", "what do you know about {0}",
        "Give me a short explanation of {0}", "{0} meaning", "{0} explained",
    ];

    public static readonly string[] HowTo =
    [
        "How do I {0}?", "How can I {0}?", "How to {0}", "How do you {0}?", "How to {0}?", "How would I {0}?", "What is the way to {0}?",
        "I need to {0}", "I want to {0}", "Help me {0}", "Can you show me how to {0}?", "Please show me how to {0}", "Explain how to {0}",
        "What's the best way to {0}?", "{0}", "Tell me how to {0}", "how should I {0}",
    ];

    public static readonly string[] Definition =
    [
        "What does {0} mean?", "Define {0}", "What is the definition of {0}?", "meaning of {0}", "{0} definition",
        "What does the word {0} mean?", "Explain the word {0}", "Define the word {0}", "What does \"{0}\" mean?", "Define \"{0}\".",
        "definition of {0}", "Please define {0}", "Can you define {0}?", "what's the meaning of {0}?", "{0} meaning",
    ];

    /// <summary>Never trained on.</summary>
    public const string HeldOutDefinition = "Could you give me the meaning of the word {0}?";

    public static readonly string[] FillersBefore =
    [
        "i keep hearing about this: ", "what's the deal with ", "in plain words, ", "briefly, ", "in short: ", "for a beginner: ", "sorry, ",
        "excuse me, ", "well ", "and ", "hey there, ", "i was asked ", "my boss asks: ", "remind me, ", "pls ", "help: ", "one more thing: ",
        "need to know ", "could you say ", "i wonder ", "let me know ", "i'd love to know ", "just curious, ",
    ];

    public static readonly string[] FillersAfter =
    [
        " in plain words", " in simple terms", " to a beginner", " briefly", " in short", " pls", " please", " thanks", " for dummies",
        " exactly", " again", " in a few words", " explained simply", " for me", " then", " really", " in one sentence", ", i forgot",
        " by the way", " anyway", " - short answer", " all about",
    ];

    private static readonly string[] SynonymGroups =
    [
        "biggest|largest|greatest", "big|large", "why|how come|for what reason", "make|create|build|produce",
        "start|begin|get started with", "fix|solve|repair|resolve", "use|work with|apply", "quick|fast|rapid", "show|display|list",
        "delete|remove|get rid of", "get|obtain|receive", "error|problem|issue", "company|organisation|business|firm",
        "purpose|point|aim|goal", "important|useful|essential", "explain|describe|clarify", "meaning|definition", "kind|type|sort",
        "need|require", "find|look for|locate", "check|verify|test", "change|modify|alter", "stop|prevent|avoid", "keep|store|save",
        "invented|created|discovered", "wrote|authored|is the author of", "many|much", "happens|occurs", "work|function|operate",
        "works|functions|operates", "help|assist", "safe|secure", "protect|guard|secure", "computer|machine|pc",
        "program|app|application", "file|document", "user|person", "read|load|parse", "write|save|output", "remove|drop|delete",
        "count|number", "add|insert|append", "convert|turn|transform|change", "run|execute|start", "loop|iterate",
        "main|primary|key|chief", "difference|distinction", "nation|country", "city|town", "often|frequently", "smart|clever",
        "teach|educate", "buy|purchase", "difficult|hard", "easy|simple", "common|usual", "benefit|advantage",
        "benefits|advantages|upsides", "disadvantages|drawbacks|downsides", "picture|image|photo", "function|method|routine",
        "string|text", "list|array", "sort|order",
    ];

    /// <summary>A word to the words that may stand in for it, itself included.</summary>
    public static readonly Dictionary<string, string[]> Synonyms = SynonymGroups
        .Select(group => group.Split('|'))
        .SelectMany(group => group.Select(word => (Word: word, Group: group)))
        .GroupBy(pair => pair.Word)
        .ToDictionary(pairs => pairs.Key, pairs => pairs.First().Group);

    public static bool IsFunctionWord(string word) => FunctionWords.Contains(word.ToLowerInvariant());

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];
}
