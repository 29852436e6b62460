using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>Answers that a test writes piece by piece.</summary>
internal sealed class ScriptedAnswers : IAnswerSource
{
    private readonly Channel<Channel<ChatStreamEvent>> _begun = Channel.CreateUnbounded<Channel<ChatStreamEvent>>();

    public List<ChatRequest> Requests { get; } = [];
    public List<(string Decision, int Rating)> Votes { get; } = [];
    public DecisionInfo? Decision { get; set; }
    public Exception? VoteFailure { get; set; }

    /// <summary>The next answer that is asked for.</summary>
    public async Task<ScriptedAnswer> NextAsync() => new(await _begun.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));

    public async IAsyncEnumerable<ChatStreamEvent> StreamAsync(ChatRequest request, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateUnbounded<ChatStreamEvent>();
        lock (Requests)
            Requests.Add(request);
        _begun.Writer.TryWrite(events);
        await foreach (var item in events.Reader.ReadAllAsync(cancellationToken))
            yield return item;
        throw new IOException("The answer ended before it was complete: the service closed the connection.");
    }

    public Task<DecisionInfo?> LastDecisionAsync(string conversationId, DateTimeOffset since, CancellationToken cancellationToken) => Task.FromResult(Decision);

    public Task<FeedbackReply> VoteAsync(string decisionId, int rating, CancellationToken cancellationToken)
    {
        if (VoteFailure is not null)
            throw VoteFailure;
        Votes.Add((decisionId, rating));
        return Task.FromResult(new FeedbackReply("tiny", "chat", 1, 1.2));
    }

    public static ChatReply Reply(string text, string model = "tiny", string requested = "auto") => new()
    {
        Response = text,
        ModelId = model,
        FinishReason = "stop",
        ProcessingTime = 2,
        Tokens = new TokenUsage(7, 3, 12),
        Timings = new ChatTimings { LoadSeconds = 0.5, TimeToFirstTokenSeconds = 0.75, DecodeSeconds = 1, TokensPerSecond = 12 },
        Selection = new SelectionInfo
        {
            Requested = requested,
            Reason = "It suits the question.",
            DecisionId = "sel-1",
            Task = "chat",
            Difficulty = "low",
            Confidence = 0.9,
            Preference = new PreferenceInfo("balanced", 0.6, 0.4),
            Candidates = [new CandidateInfo(model, 0.8, true, ["good at it"]), new CandidateInfo("other", 0, false, ["an embedding model"])],
        },
    };
}

/// <summary>One answer on its way.</summary>
internal sealed class ScriptedAnswer(Channel<ChatStreamEvent> events)
{
    public void Say(string delta) => events.Writer.TryWrite(new ChatStreamEvent { Delta = delta });

    public void End(ChatReply reply) => events.Writer.TryWrite(new ChatStreamEvent { Reply = reply });

    public void Fail(Exception failure) => events.Writer.Complete(failure);

    /// <summary>The connection is gone.</summary>
    public void BreakOff() => events.Writer.Complete();
}
