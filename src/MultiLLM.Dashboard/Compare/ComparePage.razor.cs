using Microsoft.AspNetCore.Components;
using MultiLLM.Client;
using MultiLLM.Dashboard.Answers;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Compare;

/// <summary>The same question for several models.</summary>
public sealed partial class ComparePage : IDisposable
{
    private CompareSession _session = null!;
    private CompareOrder? _order;
    private Loading<IReadOnlyList<ModelChoice>> _models = Loading<IReadOnlyList<ModelChoice>>.Begun;
    private BlindComparison? _blind;
    private CancellationTokenSource? _blindRun;
    private ChatProblem? _problem;
    private string _said = "";
    private int _answered;
    private int _drawing;
    private long _change = -1;

    [Inject] private IAnswerSource Answers { get; set; } = null!;
    [Inject] private IBlindComparisons Blind { get; set; } = null!;
    [Inject] private MultiLLMClient Client { get; set; } = null!;
    [Inject] private TimeProvider Clockwork { get; set; } = null!;
    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    private bool Busy => _session.Busy || _blindRun is not null;

    public void Dispose()
    {
        _session.Dispose();
        _blindRun?.Cancel();
    }

    protected override void OnInitialized()
    {
        _session = new CompareSession(Answers, Clockwork);
        _session.Changed += Draw;
    }

    protected override async Task OnParametersSetAsync()
    {
        var change = ModelChoice.LastChange(View);
        if (change == _change)
            return;
        _change = change;
        await AskModelsAsync();
    }

    private async Task AskModelsAsync()
    {
        var asked = await Loading<Contracts.Api.ModelList>.OfAsync(Client.ListModelsAsync());
        _models = new(asked.Value is { } models ? ModelChoice.Of(models) : null, asked.Failure);
    }

    private async Task StartAsync((CompareOrder Order, bool Blind) wish)
    {
        (_order, _blind, _problem, _answered) = (wish.Order, null, null, 0);
        if (wish.Blind)
            await RunBlindAsync(wish.Order);
        else
            await RunOpenAsync(wish.Order);
    }

    private async Task RunOpenAsync(CompareOrder order)
    {
        await _session.RunAsync(order);
        _said = $"{_session.Answers.Count(answer => answer.Whole)} of {order.Models.Count} models have answered.";
        StateHasChanged();
    }

    private async Task RunBlindAsync(CompareOrder order)
    {
        using var run = _blindRun = new CancellationTokenSource();
        await TryAsync(async () => _blind = await Blind.RunAsync(order, answered => _ = InvokeAsync(() =>
        {
            _answered = answered;
            StateHasChanged();
        }), run.Token));
        _blindRun = null;
    }

    private Task VoteAsync(string winner) => TryAsync(async () => _blind = await Blind.VoteAsync(_blind!, winner, CancellationToken.None));

    private async Task TryAsync(Func<Task> asked)
    {
        try
        {
            _problem = null;
            await asked();
        }
        catch (OperationCanceledException)
        {
            // The person stopped it.
        }
        catch (Exception failure) when (ChatProblem.Of(failure) is { } problem)
        {
            _problem = problem;
        }
    }

    private void Stop()
    {
        _session.Stop();
        _blindRun?.Cancel();
    }

    /// <summary>Draws once for all that has changed since the last time, however many answers grow.</summary>
    private void Draw()
    {
        if (Interlocked.Exchange(ref _drawing, 1) == 1)
            return;
        _ = InvokeAsync(() =>
        {
            Volatile.Write(ref _drawing, 0);
            StateHasChanged();
        });
    }
}
