using System.Collections.Immutable;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Playground;
using MultiLLM.Dashboard.Playground.Conversations;

namespace MultiLLM.Dashboard.Compare;

/// <summary>Asks several models the same and keeps what comes, side by side. Stopping keeps what has come.</summary>
public sealed class CompareSession(IAnswerSource answers, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private ImmutableList<ComparedAnswer> _answers = [];
    private CancellationTokenSource? _asking;

    public IReadOnlyList<ComparedAnswer> Answers => Volatile.Read(ref _answers);

    public bool Busy => _asking is not null;

    /// <summary>Something of the answers is new; from any thread.</summary>
    public event Action? Changed;

    /// <summary>Returns when all have ended, however they did.</summary>
    public async Task RunAsync(CompareOrder order)
    {
        if (Busy)
            return;
        using var asking = new CancellationTokenSource();
        _asking = asking;
        Volatile.Write(ref _answers, [.. order.Models.Select(model => new ComparedAnswer(model))]);
        Changed?.Invoke();
        try
        {
            var places = Enumerable.Range(0, order.Models.Count);
            if (order.Together)
                await Task.WhenAll(places.Select(place => AskAsync(order, place, asking.Token)));
            else
                foreach (var place in places)
                    await AskAsync(order, place, asking.Token);
        }
        finally
        {
            _asking = null;
        }
        Changed?.Invoke();
    }

    public void Stop() => _asking?.Cancel();

    /// <summary>Tells the service whether an answer was good.</summary>
    /// <exception cref="MultiLLM.Client.MultiLLMApiException">It refused.</exception>
    public async Task<FeedbackReply?> VoteAsync(ComparedAnswer answer, int rating)
    {
        if (answer.Facts is not { Choice.DecisionId: { } decision })
            return null;
        var reply = await answers.VoteAsync(decision, rating, CancellationToken.None);
        lock (_gate) // others may be shown by now
            Volatile.Write(ref _answers, [.. _answers.Select(shown => shown.Facts is { } facts && facts.Choice?.DecisionId == decision ? shown with { Facts = facts with { Vote = rating } } : shown)]);
        Changed?.Invoke();
        return reply;
    }

    public void Dispose() => Stop();

    private async Task AskAsync(CompareOrder order, int place, CancellationToken cancellationToken)
    {
        Set(place, answer => answer with { State = ComparedState.Answering });
        var request = new ChatRequest { Message = order.Prompt };
        SettingsReader.Read(order.Settings, ref request);
        request = request with { ModelId = order.Models[place] };
        // Away from the page's context, so that the pieces do not queue behind what the person does.
        var ended = await Task.Run(() => new AnswerPump(time).RunAsync(
            answers.StreamAsync(request, cancellationToken), growing => Set(place, answer => answer with { Growing = growing }), cancellationToken), CancellationToken.None);
        var facts = ended.Reply is { } reply ? AnswerFacts.Of(reply)
            : new AnswerFacts { End = ended.Stopped ? AnswerEnd.Stopped : AnswerEnd.Broken, Problem = ended.Problem };
        Set(place, answer => answer with { State = ComparedState.Ended, Facts = facts, Growing = new(ended.Text, RichText.RichTextParser.Parse(ended.Text)) });
    }

    private void Set(int place, Func<ComparedAnswer, ComparedAnswer> change)
    {
        lock (_gate)
            Volatile.Write(ref _answers, _answers.SetItem(place, change(_answers[place])));
        Changed?.Invoke();
    }
}
