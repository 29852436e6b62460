using System.Text;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.RichText;

namespace MultiLLM.Dashboard.Answers;

/// <summary>An answer on its way, as it is to be shown now.</summary>
public sealed record GrowingAnswer(string Text, IReadOnlyList<RichTextBlock> Blocks)
{
    public static GrowingAnswer Nothing { get; } = new("", []);
}

/// <summary>How an answer ended.</summary>
/// <param name="Text">What came of it.</param>
/// <param name="Reply">Null: it did not come to its end.</param>
/// <param name="Problem">Null: nothing went wrong.</param>
/// <param name="Stopped">The person stopped it.</param>
internal sealed record EndedAnswer(string Text, ChatReply? Reply, ChatProblem? Problem, bool Stopped);

/// <summary>
/// Reads the stream of an answer and tells of it at a pace that people can follow and that a long text does not make dear: pieces come a hundred a
/// second, and the page is told twenty times at most.
/// </summary>
internal sealed class AnswerPump(TimeProvider time)
{
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(50);

    /// <summary>Characters from which on the page is told less often, in proportion: the whole text is laid out each time.</summary>
    private const int FullPaceLength = 8000;

    /// <summary>Longer answers are broken off: nothing but a model that goes round in circles writes them.</summary>
    public const int MaxLength = 2_000_000;

    /// <param name="events">Of the answer.</param>
    /// <param name="grown">Called on any thread.</param>
    /// <param name="cancellationToken">The person's wish to stop.</param>
    public async Task<EndedAnswer> RunAsync(
        IAsyncEnumerable<ChatStreamEvent> events, Action<GrowingAnswer> grown, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        try
        {
            return await ReadAsync(events, text, grown, cancellationToken) is { } reply
                ? new(reply.Response, reply, null, false)
                : new(text.ToString(), null, new($"The answer was broken off after {MaxLength} characters.", "Set max tokens in the settings."), false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return new(text.ToString(), null, null, true);
        }
        catch (Exception failure) when (ChatProblem.Of(failure) is { } problem)
        {
            return new(text.ToString(), null, problem, false);
        }
    }

    private async Task<ChatReply?> ReadAsync(
        IAsyncEnumerable<ChatStreamEvent> events, StringBuilder text, Action<GrowingAnswer> grown, CancellationToken cancellationToken)
    {
        var told = time.GetTimestamp();
        Task? pause = null;
        await using var reader = events.GetAsyncEnumerator(cancellationToken);
        var next = reader.MoveNextAsync().AsTask();
        while (true)
        {
            if (pause is not null && await Task.WhenAny(next, pause) == pause)
            {
                // Something was written since, and enough time is over.
                pause = null;
                grown(Shown(text));
                told = time.GetTimestamp();
                continue;
            }
            if (!await next)
                throw new IOException("The answer ended before it was complete.");
            if (reader.Current.Reply is { } reply)
                return reply;
            text.Append(reader.Current.Delta);
            if (text.Length > MaxLength)
                return null;
            pause ??= PauseAsync(told, text.Length);
            next = reader.MoveNextAsync().AsTask();
        }
    }

    private Task PauseAsync(long told, int length)
    {
        var left = Pace * Math.Max(1, length / FullPaceLength) - time.GetElapsedTime(told);
        return left <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(left, time);
    }

    private static GrowingAnswer Shown(StringBuilder text)
    {
        var written = text.ToString();
        return new(written, RichTextParser.Parse(written));
    }
}
