using System.Globalization;
using Microsoft.AspNetCore.Components;
using MultiLLM.Dashboard.Health.Events;
using MultiLLM.Dashboard.Live;

namespace MultiLLM.Dashboard.Health;

/// <summary>How everything does, and what happened. What is listed and which event is open stand in the page's address.</summary>
public sealed partial class HealthPage(NavigationManager navigation)
{
    [CascadingParameter] private LiveView View { get; set; } = LiveView.Nothing;

    [SupplyParameterFromQuery] private string? Kind { get; set; }
    [SupplyParameterFromQuery] private string? Model { get; set; }
    [SupplyParameterFromQuery] private string? Severity { get; set; }
    [SupplyParameterFromQuery] private string? Since { get; set; }
    [SupplyParameterFromQuery(Name = "event")] private string? EventId { get; set; }

    private EventFilters Filters => EventFilters.Read(Kind, Model, Severity, Since);

    // Text, because an address may hold anything, and a number that is none would be a failure of the page.
    private long? Open => long.TryParse(EventId, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private void Show(EventFilters filters) => Go(filters.ToQuery());

    private void ShowEvent(long? id) => Go(new Dictionary<string, object?> { ["event"] = id });

    private void Go(IReadOnlyDictionary<string, object?> query) => navigation.NavigateTo(navigation.GetUriWithQueryParameters(query), replace: true);
}
