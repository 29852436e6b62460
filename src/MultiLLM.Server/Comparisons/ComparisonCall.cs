namespace MultiLLM.Server.Comparisons;

/// <summary>A valid <c>POST /analytics/comparisons</c>, before its models are looked up.</summary>
/// <param name="Models">As named, none twice.</param>
/// <param name="Order">Everything else.</param>
internal sealed record ComparisonCall(IReadOnlyList<string> Models, Core.Comparisons.ComparisonOrder Order);
