using MultiLLM.Core.Gateway.Audit;

namespace MultiLLM.Server.Gateway.Audit;

/// <summary>Marks an endpoint whose calls are acts that the audit log tells of.</summary>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
internal sealed record Audited(string Action);

/// <summary>What an endpoint has to say of the act beyond what every one says.</summary>
internal sealed class AuditNotes
{
    public string? Subject { get; set; }
    public Dictionary<string, string> Details { get; } = [];
}

internal static class AuditNoting
{
    /// <summary>For the audit log; where the endpoint is not <see cref="Audited"/> nobody reads it.</summary>
    public static AuditNotes AuditNotes(this HttpContext context)
    {
        if (context.Features.Get<AuditNotes>() is not { } notes)
            context.Features.Set(notes = new AuditNotes());
        return notes;
    }
}
