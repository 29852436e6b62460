using Microsoft.AspNetCore.Components;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Overview;

public sealed partial class OverviewPage(MultiLLMClient client, PersonTraffic feeds) : IDisposable
{
    /// <summary>What a person would try first; the recommendation is for this.</summary>
    private const string TypicalTask = "Explain a topic clearly and answer questions about it.";

    /// <summary>Nobody waits longer for an answer in a conversation.</summary>
    private const double PatienceSeconds = 60;

    private readonly CancellationTokenSource _left = new();
    private TrafficPeriod _period = TrafficPeriod.Hour;
    private Loading<Traffic> _traffic = Loading<Traffic>.Begun;
    private IReadOnlyList<ModelInfo>? _installed;
    private ProspectInfo? _prospect;
    private long? _requests;
    private IDisposable? _watching;
    private long _catalog;

    [CascadingParameter] private PersonIdentity Who { get; set; } = PersonIdentity.Nobody;
    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    protected override void OnInitialized()
    {
        _traffic = feeds.Of(Who).Current(_period);
        _catalog = EventMark.Catalog(View);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        Show(_period);
        await LookAsync();
    }

    protected override async Task OnParametersSetAsync()
    {
        var now = EventMark.Catalog(View);
        if (_watching is null || now == _catalog)
            return;
        _catalog = now;
        await LookAsync();
    }

    public void Dispose()
    {
        _watching?.Dispose();
        _left.Cancel();
        _left.Dispose();
    }

    private void Show(TrafficPeriod period)
    {
        _watching?.Dispose();
        var feed = feeds.Of(Who);
        (_period, _traffic) = (period, feed.Current(period));
        _watching = feed.Watch(period, traffic => _ = InvokeAsync(() =>
        {
            (_traffic, _requests) = (traffic, traffic.Value?.Total.Requests ?? _requests);
            StateHasChanged();
        }));
    }

    private async Task<ProspectInfo?> RecommendedAsync()
    {
        var request = new RecommendationRequest { TaskDescription = TypicalTask, MaxSeconds = PatienceSeconds, Limit = 1 };
        return (await Loading<RecommendationReply>.OfAsync(client.RecommendAsync(request, _left.Token))).Value?.NotInstalled.FirstOrDefault();
    }

    /// <summary>Once, and again when models came or went.</summary>
    private async Task LookAsync()
    {
        try
        {
            _installed = (await Loading<ModelList>.OfAsync(client.ListModelsAsync(_left.Token))).Value?.Models;
            StateHasChanged();
            _prospect = _installed is { } models && NextStep.NeedsBetter(models) ? await RecommendedAsync() : null;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
