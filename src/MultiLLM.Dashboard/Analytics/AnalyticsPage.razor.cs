using Microsoft.AspNetCore.Components;
using MultiLLM.Client;
using MultiLLM.Dashboard.Analytics.Asking;
using MultiLLM.Dashboard.Analytics.Choosing;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Analytics;

public sealed partial class AnalyticsPage(MultiLLMClient client, LiveFeed live, Clock clock, TimeProvider time, NavigationManager navigation) : IDisposable
{
    private readonly AnalyticsSession _session = new(client, live, time);

    /// <summary>The browser has told its time zone, and the service was asked.</summary>
    private bool _asked;

    [SupplyParameterFromQuery] private string? Period { get; set; }
    [SupplyParameterFromQuery] private string? From { get; set; }
    [SupplyParameterFromQuery] private string? To { get; set; }
    [SupplyParameterFromQuery] private string? Per { get; set; }
    [SupplyParameterFromQuery] private string? Model { get; set; }
    [SupplyParameterFromQuery] private string? Task { get; set; }
    [SupplyParameterFromQuery] private string? Key { get; set; }
    [SupplyParameterFromQuery] private string? Outcome { get; set; }
    [SupplyParameterFromQuery] private string? Cursor { get; set; }
    [SupplyParameterFromQuery] private string? Request { get; set; }
    [SupplyParameterFromQuery] private string? Sort { get; set; }

    private AnalyticsView View { get; set; } = new();

    /// <summary>The time that is shown; before anything is, that which will be.</summary>
    private AnalyticsSpan Span => View.Span(_session.AskedAt ?? time.GetUtcNow());

    protected override async Task OnParametersSetAsync()
    {
        View = AnalyticsView.Read(name => name switch
        {
            "period" => Period,
            "from" => From,
            "to" => To,
            "per" => Per,
            "model" => Model,
            "task" => Task,
            "key" => Key,
            "outcome" => Outcome,
            "cursor" => Cursor,
            "request" => Request,
            "sort" => Sort,
            _ => null,
        });
        if (_asked)
            await _session.ShowAsync(View, clock.ZoneName);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        await clock.LearnAsync();
        _asked = true;
        await _session.ShowAsync(View, clock.ZoneName);
        StateHasChanged();
        await _session.FollowAsync(StateHasChanged);
    }

    public void Dispose() => _session.Dispose();

    private string Address(AnalyticsView view) => navigation.GetUriWithQueryParameters(view.ToFields());

    /// <summary>
    /// Each view is a step that the browser's way back takes back. The next step begins here, and not only when the browser has told of its new address: whoever is
    /// quick would lose the one before.
    /// </summary>
    private void Show(AnalyticsView view)
    {
        View = view;
        navigation.NavigateTo(Address(view));
    }

    private void CloseRequest()
    {
        if (View.Request is not null)
            Show(View with { Request = null });
    }

    private Task RefreshAsync() => _session.RefreshAsync();

    private AnalyticsQuery ExportQuery() => View.Query(Span, clock.ZoneName) with { Outcome = View.Outcome };
}
