using System.Diagnostics;
using System.Globalization;
using StarterModels.Verify;

const string Help = """
    StarterModels.Verify COMMAND MODEL.gguf ...      LLAMA_CPP_LIBRARIES names the folder of the llama.cpp libraries

      tokens      MODEL FILE       the file of token-references
      logits      MODEL FILE       the file of references, for an F32 model
      vectors     MODEL FILE       the file of references of the embedding model, for an F32 model
      score       MODEL FILE [N]   at most N of the {"q", "a"} lines: how many answers are exact
      ask         MODEL "question" ...   each on its own
      chat        MODEL "question" ...   as one conversation
      similarity  MODEL "text" ...       cosines of all against all
    """;

const int AnswerLimit = 300;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
if (args.Length < 3 || args[0] == "help")
{
    Console.Error.WriteLine(Help);
    return 2;
}
var (command, path, rest) = (args[0], args[1], args[2..]);
try
{
    LlamaLibrary.Load(Environment.GetEnvironmentVariable("LLAMA_CPP_LIBRARIES") ?? "native");
    using var model = new LlamaModel(path, embeddings: command is "vectors" or "similarity", Environment.ProcessorCount);
    Console.WriteLine($"{Path.GetFileName(path)}: {model.ParameterCount} parameters, {model.VocabularySize} tokens");
    var passed = command switch
    {
        "tokens" => Checks.Tokens(model, rest[0]),
        "logits" => Checks.Logits(model, rest[0]),
        "vectors" => Checks.Vectors(model, rest[0]),
        "score" => Checks.Score(model, rest[0], rest.Length > 1 ? int.Parse(rest[1], CultureInfo.InvariantCulture) : int.MaxValue),
        "ask" => Ask(model, rest),
        "chat" => Chat(model, rest),
        "similarity" => Similarity(model, rest),
        _ => throw new ArgumentException($"no command \"{command}\"\n\n{Help}"),
    };
    Console.WriteLine(passed ? "ok" : "FAILED");
    return passed ? 0 : 1;
}
catch (Exception exception) when (exception is ArgumentException or FormatException or IOException or InvalidDataException or DllNotFoundException)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

static bool Ask(LlamaModel model, string[] questions)
{
    var clock = Stopwatch.StartNew();
    var tokens = 0;
    foreach (var question in questions)
    {
        var answer = model.Generate(model.ApplyTemplate([("user", question)]), AnswerLimit);
        tokens += answer.Tokens;
        Console.WriteLine($"Q: {question}\nA: {answer.Text}{(answer.Ended ? "" : " [cut]")}\n");
    }
    Console.WriteLine($"{tokens} tokens, {tokens / clock.Elapsed.TotalSeconds:f0} tokens/s");
    return tokens > 0;
}

static bool Chat(LlamaModel model, string[] questions)
{
    var history = new List<(string Role, string Content)>();
    foreach (var question in questions)
    {
        history.Add(("user", question));
        var answer = model.Generate(model.ApplyTemplate(history), AnswerLimit).Text;
        history.Add(("assistant", answer));
        Console.WriteLine($"user: {question}\nassistant: {answer}");
    }
    return history.Count > 0;
}

static bool Similarity(LlamaModel model, string[] texts)
{
    var vectors = texts.Select(model.Embed).ToArray();
    for (var row = 0; row < vectors.Length; row++)
        Console.WriteLine(string.Join(' ', vectors.Select(vector => Checks.Cosine(vector, vectors[row]).ToString("f3"))) + "  " + texts[row]);
    return vectors.All(vector => vector.All(float.IsFinite));
}
