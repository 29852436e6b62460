using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Models.Details;

namespace MultiLLM.Dashboard.Analytics.Requests;

/// <summary>What is known of a request besides its times.</summary>
internal static class RequestFact
{
    private const int Longest = 120;

    public static IReadOnlyList<Fact> Of(RequestInfo request)
    {
        var facts = new List<Fact>
        {
            new("Model asked for", InertText.Line(request.ModelAsked, Longest), "As the caller named it"),
            new("Came from", InertText.Line(RequestWords.Origin(request), Longest), $"Dialect: {request.Dialect}"),
            new("Tokens", RequestWords.Tokens(request), "Parts of words, of the prompt and of the answer"),
            new("First token", Units.Seconds(request.TimeToFirstTokenSeconds), "From the request's arrival"),
            new("Answer speed", Units.TokensPerSecond(request.TokensPerSecond), "From the first token to the last"),
        };
        Add("Key", request.Key, "Who asked");
        Add("Task", request.Task is { } task ? $"{task}{(request.Difficulty is { } difficulty ? $", {difficulty} difficulty" : "")}" : null, "As the request was read");
        Add("Preference", request.Preference, "What was weighed in the choice");
        Add("Ended by", request.FinishReason switch { null => null, "stop" => "itself", "length" => "its limit of tokens", var other => other }, "Why the answer is no longer");
        Add("Conversation", request.ConversationId, "Its requests have this in common");
        Add("Request", request.RequestId, "The same for all attempts; the reply has it in its header x-request-id, and the log beside each line");
        return facts;

        void Add(string name, string? value, string hint)
        {
            if (value is not null)
                facts.Add(new(name, InertText.Line(value, Longest), hint));
        }
    }
}
