using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits.Deadlines;
using MultiLLM.Core.Gateway.Policy;

namespace MultiLLM.Core.Analytics.Recording;

/// <summary>
/// What only the caller's side knows of a request: travels beside it to where it is recorded. Several answers to one request share it, and leave one
/// record together.
/// </summary>
public sealed class RequestOrigin
{
    private readonly Lock _gate = new();
    private readonly List<AnswerFigures> _ended = [];

    public required string RequestId { get; init; }

    /// <summary>Path asked.</summary>
    public required string Endpoint { get; init; }
    public required string Dialect { get; init; }

    /// <summary>Who asked.</summary>
    public Caller Caller { get; init; } = Caller.Library;

    /// <summary>The answer is sent as it comes.</summary>
    public bool Stream { get; init; }

    /// <summary>When it arrived, by the wall clock and by the service's timestamps.</summary>
    public required DateTimeOffset Time { get; init; }
    public required long Arrived { get; init; }

    /// <summary>Cancelled when the service stops and takes its callers' answers away.</summary>
    public CancellationToken Stopping { get; init; }

    /// <summary>Null: the caller waits as long as it takes.</summary>
    public RequestDeadline? Deadline { get; init; }

    /// <summary>What the content policy did about it.</summary>
    public PolicyTrail Policy { get; } = new();

    /// <summary>Answers wanted in all.</summary>
    public int Answers { get; init; } = 1;

    internal static RequestOrigin Library(TimeProvider time) => new()
    {
        RequestId = $"req-{Guid.NewGuid():N}",
        Endpoint = "library",
        Dialect = "library",
        Time = time.GetUtcNow(),
        Arrived = time.GetTimestamp(),
    };

    /// <summary>All answers' figures for the last one that ends; null for those before it.</summary>
    internal IReadOnlyList<AnswerFigures>? End(AnswerFigures answer)
    {
        lock (_gate)
        {
            _ended.Add(answer);
            return _ended.Count == Answers ? _ended : null;
        }
    }
}

/// <param name="Request">The request it belongs to.</param>
/// <param name="CountsPrompt">False: its prompt is another answer's too, and counted there.</param>
public sealed record AnswerOrigin(RequestOrigin Request, bool CountsPrompt = true);
