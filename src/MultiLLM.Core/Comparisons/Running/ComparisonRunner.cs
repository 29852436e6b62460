using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Analytics;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Residency;

namespace MultiLLM.Core.Comparisons.Running;

/// <summary>
/// Runs comparisons one after another, each one request at a time, model by model so that none is loaded twice. Each request waits at the
/// <see cref="ComparisonGate"/>, and is given up and asked again later when somebody waits for what it holds.
/// </summary>
internal sealed partial class ComparisonRunner(
    ComparisonBook book, ComparisonRecords records, IResidency residency, IQueuedRequests queued, TimeProvider time, ILogger<ComparisonRunner> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Blink = TimeSpan.FromMilliseconds(5);

    /// <summary>After a request was given up: who took its place has others behind.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var id in book.Queue.ReadAllAsync(stoppingToken))
        {
            if (book.Begin(id) is not var (comparison, stop))
                continue;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, stop);
            try
            {
                await RunAsync(comparison, either.Token);
                book.End(id, ComparisonState.Done);
            }
            catch (OperationCanceledException) when (either.IsCancellationRequested)
            {
                book.End(id, ComparisonState.Cancelled);
            }
            catch (Exception bug)
            {
                LogBug(bug, id); // the others go on
                book.End(id, ComparisonState.Cancelled);
            }
        }
    }

    private async Task RunAsync(Comparison comparison, CancellationToken cancellationToken)
    {
        for (var model = 0; model < comparison.Order.Models.Count; model++)
        {
            ComparedAnswer? absent = null;
            for (var prompt = 0; prompt < comparison.Order.Prompts.Count; prompt++)
            {
                var place = new AnswerPlace(model, prompt);
                var answer = absent ?? await AnswerAsync(comparison, place, cancellationToken);
                book.Change(comparison.Id, now => now with { Answers = now.Answers.SetItem(place, answer), Waiting = null });
                // A model that cannot be loaded for one prompt cannot be loaded for the next.
                if (answer.Failure is { Code: ErrorCode.ModelLoadFailed or ErrorCode.InsufficientMemory or ErrorCode.ModelNotFound })
                    absent = answer;
            }
        }
    }

    private async Task<ComparedAnswer> AnswerAsync(Comparison comparison, AnswerPlace place, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            await WaitForTurnAsync(comparison, place, cancellationToken);
            var begun = time.GetTimestamp();
            ComparedAnswer? answer;
            try
            {
                answer = await TryAnswerAsync(comparison, place, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                records.Add(comparison, place, null, attempt, begun, RequestOutcome.Cancelled);
                throw;
            }
            records.Add(comparison, place, answer, attempt, begun);
            if (answer is not null)
                return answer;
            book.Change(comparison.Id, now => now with { GivenUp = now.GivenUp + 1, Waiting = "A request needed the place; the answer is begun again later." });
            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private async Task WaitForTurnAsync(Comparison comparison, AnswerPlace place, CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        for (var looks = 0; ComparisonGate.Hindrance(residency.Snapshot, IdOf(comparison, place), queued.Any, time.GetElapsedTime(since)) is { } hindrance; looks++)
        {
            // At first it may be its own request before, whose lease is just being taken back.
            if (looks > 0)
                book.Change(comparison.Id, now => now.Waiting == hindrance ? now : now with { Waiting = hindrance });
            await Task.Delay(looks > 0 ? LookAgain : Blink, time, cancellationToken);
        }
        book.Change(comparison.Id, now => now.Waiting is null ? now : now with { Waiting = null });
    }

    /// <summary>Null: it was given up.</summary>
    private async Task<ComparedAnswer?> TryAnswerAsync(Comparison comparison, AnswerPlace place, CancellationToken cancellationToken)
    {
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var call = new ComparedCall(comparison, place, residency, time);
        var asking = call.AskAsync(giveUp.Token);
        while (!asking.IsCompleted)
        {
            await Task.WhenAny(asking, Task.Delay(LookAgain, time, cancellationToken));
            var (standing, waits) = (residency.Snapshot, call.Waits);
            if (asking.IsCompleted || cancellationToken.IsCancellationRequested)
                break;
            call.IsShared |= ComparisonGate.IsShared(standing, waits);
            if (ComparisonGate.MustGiveWay(standing, IdOf(comparison, place), queued.Any, waits))
                await giveUp.CancelAsync();
        }
        try
        {
            var answer = await asking;
            return answer.Failure?.Code == ErrorCode.QueueFull ? null : answer with { Alone = !call.IsShared };
        }
        catch (OperationCanceledException) when (giveUp.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private static string IdOf(Comparison comparison, AnswerPlace place) => comparison.Order.Models[place.Model].Model.Id;

    [LoggerMessage(LogLevel.Error, "Comparison {Id} failed")]
    private partial void LogBug(Exception bug, string id);
}
