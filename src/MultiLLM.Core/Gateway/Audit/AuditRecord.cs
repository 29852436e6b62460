namespace MultiLLM.Core.Gateway.Audit;

/// <summary>An entry as it is kept.</summary>
/// <param name="Sequence">1, 2, 3 …, without gaps.</param>
/// <param name="Time">When it was appended.</param>
/// <param name="Hash">Of the entry and all before it: 64 hexadecimal digits.</param>
/// <param name="Entry">What happened.</param>
public sealed record AuditRecord(long Sequence, DateTimeOffset Time, string Hash, AuditEntry Entry);
