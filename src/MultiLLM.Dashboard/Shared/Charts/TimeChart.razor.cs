using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace MultiLLM.Dashboard.Shared.Charts;

public sealed partial class TimeChart
{
    /// <summary>More periods than this are too narrow for bars of their own.</summary>
    private const int MostBars = 120;

    private ElementReference _plot;
    private IJSObjectReference? _module;
    private IJSObjectReference? _chart;
    private ChartData? _shown;
    private string? _failure;
    private bool _table;

    /// <summary>Names of the series that the person has switched off; they stay so when new figures come.</summary>
    private readonly HashSet<string> _hidden = new(StringComparer.Ordinal);

    [Parameter, EditorRequired] public string Title { get; set; } = "";
    [Parameter, EditorRequired] public ChartData Data { get; set; } = null!;

    /// <summary>Stands in a chart whose values are all zero.</summary>
    [Parameter] public string? Empty { get; set; }

    /// <summary>Pixels, axes included.</summary>
    [Parameter] public int Height { get; set; } = 220;

    /// <summary>Charts of one name show the same moment under the pointer.</summary>
    [Parameter] public string? Group { get; set; }
    [Parameter] public string? TestId { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (ReferenceEquals(_shown, Data) || (_chart is null && !firstRender))
            return;
        _shown = Data;
        try
        {
            await DrawAsync();
        }
        catch (JSDisconnectedException)
        {
            // The page is gone, and the chart with it.
        }
        catch (JSException failure)
        {
            _failure = $"The chart cannot be drawn: {failure.Message}";
            StateHasChanged();
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_chart is not null)
            {
                await _chart.InvokeVoidAsync("dispose");
                await _chart.DisposeAsync();
            }
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has forgotten it already.
        }
    }

    private async Task SwitchAsync(string name, int index)
    {
        var shown = _hidden.Remove(name);
        if (!shown)
            _hidden.Add(name);
        if (_chart is not null)
            await _chart.InvokeVoidAsync("show", index, shown);
    }

    private async Task DrawAsync()
    {
        // What is at hand at once would be drawn before the page knows whose clock it is.
        await Clock.LearnAsync();
        var data = Data;
        if (_chart is not null)
        {
            await _chart.InvokeVoidAsync("update", Options(data), data.Pack());
            return;
        }
        _module = await Browser.InvokeAsync<IJSObjectReference>("import", "./" + Assets["ui/charts.js"]);
        _chart = await _module.InvokeAsync<IJSObjectReference>("create", _plot, Assets["ui/lib/uplot/uPlot.iife.min.js"], Options(data), data.Pack());
        if (!ReferenceEquals(data, Data))
        {
            _shown = Data;
            await _chart.InvokeVoidAsync("update", Options(Data), Data.Pack());
        }
    }

    private object Options(ChartData data) => new
    {
        height = Height,
        group = Group,
        end = data.End.ToUnixTimeSeconds(),
        zone = Clock.ZoneName,
        series = data.Series.Select(series => new
        {
            name = series.Name,
            unit = series.Unit.ToString(),
            hidden = _hidden.Contains(series.Name),
            mark = (series.Mark == ChartMark.Bars && data.Starts.Count > MostBars ? ChartMark.Area : series.Mark).ToString(),
        }),
    };
}
