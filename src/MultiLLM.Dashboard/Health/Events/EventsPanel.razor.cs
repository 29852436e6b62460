using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MultiLLM.Client;
using MultiLLM.Contracts.Api;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Scripts;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Shared.Events;

namespace MultiLLM.Dashboard.Health.Events;

public sealed partial class EventsPanel(MultiLLMClient client, BrowserScript browser, TopScript script) : IDisposable
{
    private const int Step = 50;
    private const int MostAround = 8;
    private static readonly TimeSpan s_reach = TimeSpan.FromMinutes(2);

    private readonly CancellationTokenSource _left = new();
    private DotNetObjectReference<EventsPanel>? _self;
    private ElementReference _top;
    private Loading<EventHistory> _history = Loading<EventHistory>.Begun;
    private EventFilters _shown = EventFilters.None;
    private bool _asking;
    private bool _atTop = true;
    private int _most = Step;

    /// <summary>The newest event, for screen readers.</summary>
    private string? _said;

    /// <summary>Later events are news that the list does not have yet.</summary>
    private long _readTo;

    [Parameter, EditorRequired] public LiveView View { get; set; } = LiveView.Nothing;
    [Parameter, EditorRequired] public EventFilters Filters { get; set; } = EventFilters.None;
    [Parameter] public EventCallback<EventFilters> FiltersChanged { get; set; }

    /// <summary>The event whose details are shown; null: none.</summary>
    [Parameter] public long? Open { get; set; }
    [Parameter] public EventCallback<long?> OpenChanged { get; set; }

    [Inject] private TimeProvider Time { get; set; } = null!;

    /// <summary>Those in memory, of the catalog, or of an event, and the one that is filtered by.</summary>
    private List<string> ModelIds =>
    [
        .. (View.Health?.Models.Select(model => model.Id) ?? [])
            .Concat(_history.Value?.Events.Select(happened => happened.ModelId).OfType<string>() ?? [])
            .Concat(Filters.Model is { } asked ? [asked] : [])
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.OrdinalIgnoreCase),
    ];

    /// <summary>Called by the page's script: whether the beginning of the list is in sight or still to come, not scrolled away.</summary>
    [JSInvokable]
    public Task TopAsync(bool atTop) => InvokeAsync(() =>
    {
        _atTop = atTop;
        CatchUp();
        StateHasChanged();
    });

    public void Dispose()
    {
        _left.Cancel();
        _left.Dispose();
        _self?.Dispose();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        await script.WatchAsync(_top, _self);
        await AskAsync();
        StateHasChanged();
        if (Open is { } id)
            await browser.FocusAsync(EventRow.IdOf(id));
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown != Filters)
            (_shown, _most) = (Filters, Step);
        if (_history.Value is not { } history)
        {
            if (_history.Failure is not null && View.Offline is null)
                await AskAsync(); // the service is back
            return;
        }
        if (history.IsBehind(View.Events))
            await AskAsync();
        else
            _history = new(history.With(View.Events));
        CatchUp();
    }

    private async Task AskAsync()
    {
        if (_asking)
            return;
        _asking = true;
        try
        {
            var list = await Loading<EventList>.OfAsync(client.GetEventsAsync(new EventQuery(), _left.Token));
            var first = _history.Value is null;
            _history = list.Value is { } events ? new(EventHistory.Of(events).With(View.Events)) : new(_history.Value, _history.Value is null ? list.Failure : null);
            if (first)
                Take();
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _asking = false;
        }
    }

    /// <summary>Takes the news in where nobody is in the middle of reading: neither scrolled down nor with details open.</summary>
    private void CatchUp()
    {
        if (!_atTop || Open is not null)
            return;
        if (_history.Value is { Events: [var newest, ..] } && newest.Id > _readTo && _readTo > 0)
            _said = $". {EventWords.Title(newest.Kind)} {newest.ModelId}: {newest.Message}";
        Take();
    }

    private void Take() => _readTo = _history.Value?.LastId ?? 0;

    private Task CatchUpAsync()
    {
        Take();
        return GoToTitleAsync();
    }

    private async Task ShowAllAsync()
    {
        await FiltersChanged.InvokeAsync(EventFilters.None);
        await GoToTitleAsync();
    }

    /// <param name="first">Of what is shown then: there one reads on.</param>
    private async Task ShowOlderAsync(long first)
    {
        _most += Step;
        StateHasChanged();
        await browser.FocusAsync(EventRow.IdOf(first));
    }

    private Task GoToTitleAsync() => browser.FocusAsync("events-title");

    private Task ToggleAsync(long id) => OpenChanged.InvokeAsync(Open == id ? null : id);

    private string Counted(int count) => (count, Filters.Any) switch
    {
        (1, _) => "1 event",
        (0, true) => "None",
        _ => $"{count} events",
    };
}
