using System.Globalization;
using Microsoft.AspNetCore.Components;
using MultiLLM.Dashboard.Health.Events;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Shared;

namespace MultiLLM.Dashboard.Health;

/// <summary>How everything does, and what happened. What is listed and which event is open stand in the page's address.</summary>
public sealed partial class HealthPage(NavigationManager navigation)
{
    private readonly AddressState<(EventFilters Filters, long? Open)> _state = new((EventFilters.None, null));

    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    [SupplyParameterFromQuery] private string? Kind { get; set; }
    [SupplyParameterFromQuery] private string? Model { get; set; }
    [SupplyParameterFromQuery] private string? Severity { get; set; }
    [SupplyParameterFromQuery] private string? Since { get; set; }
    [SupplyParameterFromQuery(Name = "event")] private string? EventId { get; set; }

    private EventFilters Filters => _state.Current.Filters;
    private long? Open => _state.Current.Open;

    // Text, because an address may hold anything, and a number that is none would be a failure of the page.
    protected override void OnParametersSet() => _state.Told((
        EventFilters.Read(Kind, Model, Severity, Since),
        long.TryParse(EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null));

    private void Show(EventFilters filters) => Go(filters, Open);

    private void ShowEvent(long? id) => Go(Filters, id);

    private void Go(EventFilters filters, long? open)
    {
        _state.Change((filters, open));
        var query = new Dictionary<string, object?>(filters.ToQuery()) { ["event"] = open };
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(query), replace: true);
    }
}
