// What one does with MultiLLM every day. Start a service first (./multillm serve), then:
//   dotnet run --project examples/BasicUsage [http://127.0.0.1:8007]
using Microsoft.Extensions.AI;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;

using var client = new MultiLLMClient(new Uri(args.FirstOrDefault() ?? "http://127.0.0.1:8007"));

try
{
    await ChatWithAutomaticSelectionAsync();
    await ChatWithNamedModelAsync();
    await ConversationAsync();
    await PreferencesAndFeedbackAsync();
    await RecommendationsAsync();
    await EmbeddingsAsync();
    await CompareModelsAsync();
    await StreamThroughMicrosoftExtensionsAIAsync();
    return 0;
}
catch (HttpRequestException)
{
    Console.Error.WriteLine($"No service is running at {client.BaseAddress}. Start one: ./multillm serve");
    return 3;
}

async Task ChatWithAutomaticSelectionAsync()
{
    Title("The service picks the model");
    foreach (var message in new[] { "What is machine learning?", "Write a Python function that reverses a string." })
    {
        var reply = await client.ChatAsync(new ChatRequest { Message = message, Temperature = 0 });
        Console.WriteLine($"{message}\n  {reply.ModelId}, because: {reply.Selection.Reason}\n  {reply.Response}");
    }
}

async Task ChatWithNamedModelAsync()
{
    Title("A model by its name");
    var model = (await ModelsAsync("chat"))[0];
    var reply = await client.ChatAsync(new ChatRequest { Message = "What is the capital of France?", ModelId = model.Id, MaxTokens = 60 });
    Console.WriteLine($"{reply.ModelId}: {reply.Response} ({reply.Tokens.Completion} tokens, {reply.ProcessingTime:0.00} s)");
}

async Task ConversationAsync()
{
    Title("A conversation");
    var history = new List<ChatTurn>();
    foreach (var message in new[] { "What is Python?", "And what is a variable?" })
    {
        var reply = await client.ChatAsync(new ChatRequest { Message = message, ConversationHistory = history, MaxTokens = 80 });
        Console.WriteLine($"You: {message}\n{reply.ModelId}: {reply.Response} ({reply.Tokens.Prompt} tokens, {reply.Tokens.Cached} of them known from before)");
        history.Add(new ChatTurn("user", message));
        history.Add(new ChatTurn("assistant", reply.Response));
    }
}

async Task PreferencesAndFeedbackAsync()
{
    Title("What the choice weighs, and whether it was right");
    foreach (var preference in new[] { "fast", "quality" })
    {
        var reply = await client.ChatAsync(new ChatRequest { Message = "Explain recursion.", Preference = preference, MaxSeconds = 60, MaxTokens = 60 });
        Console.WriteLine($"{preference}: {reply.ModelId}, read as {reply.Selection.Task} ({reply.Selection.Confidence:0%} sure)");
        if (reply.Selection.DecisionId is { } decision)
        {
            var counted = await client.SendFeedbackAsync(new FeedbackRequest { DecisionId = decision, Rating = 1 });
            Console.WriteLine($"  expected quality at {counted.Task}: {counted.QualityBefore:0.00}, after a good vote {counted.QualityAfter:0.00}");
        }
    }
}

async Task RecommendationsAsync()
{
    Title("Which model for a task");
    var advice = await client.RecommendAsync(new RecommendationRequest { TaskDescription = "Summarise long contracts.", Limit = 3 });
    Console.WriteLine(advice.Reason);
    foreach (var better in advice.NotInstalled)
        Console.WriteLine($"  not installed: {better.Reason} {better.DownloadBytes / 1e9:0.0} GB to fetch.");
}

async Task EmbeddingsAsync()
{
    Title("Texts by meaning");
    var search = await client.SearchAsync(new SearchRequest
    {
        Query = "How do I reverse a string in Python?",
        Documents = ["The rules of chess.", "Reversing text with a Python slice.", "A recipe for tomato soup."],
    });
    foreach (var hit in search.Results)
        Console.WriteLine($"  {hit.Score:0.000}  {hit.Document}");
}

async Task CompareModelsAsync()
{
    Title("The same question to every model, the fastest first");
    var replies = new List<ChatReply>();
    foreach (var model in await ModelsAsync("chat", "code"))
        replies.Add(await client.ChatAsync(new ChatRequest { Message = "What is recursion?", ModelId = model.Id, MaxTokens = 60, Temperature = 0 }));
    foreach (var reply in replies.OrderBy(reply => reply.ProcessingTime))
        Console.WriteLine($"  {reply.ProcessingTime,6:0.000} s  {reply.Timings.TokensPerSecond,6:0} tokens/s  {reply.ModelId}");
}

async Task StreamThroughMicrosoftExtensionsAIAsync()
{
    Title("The same service as an IChatClient, streaming");
    IChatClient chat = client.AsChatClient();
    await foreach (var update in chat.GetStreamingResponseAsync("What is an operating system?", new ChatOptions { MaxOutputTokens = 60 }))
        Console.Write(update.Text);
    Console.WriteLine();
}

async Task<IReadOnlyList<ModelInfo>> ModelsAsync(params string[] kinds) =>
    [.. (await client.ListModelsAsync()).Models.Where(model => kinds.Contains(model.Kind))];

static void Title(string text) => Console.WriteLine($"\n== {text}");
