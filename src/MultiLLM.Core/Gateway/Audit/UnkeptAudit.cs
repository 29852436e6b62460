namespace MultiLLM.Core.Gateway.Audit;

/// <summary>Where nobody keeps what is told.</summary>
public sealed class UnkeptAudit : IAuditLog
{
    public void Append(AuditEntry entry)
    {
        // nobody reads it
    }
}
