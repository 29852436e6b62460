namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>The end of a chain, which the next entry continues.</summary>
/// <param name="Sequence">Of the last entry; 0: there is none.</param>
/// <param name="Hash">Of it, 64 hexadecimal digits.</param>
internal sealed record ChainHead(long Sequence, string Hash)
{
    /// <summary>What the first entry follows.</summary>
    public static ChainHead Start { get; } = new(0, new string('0', AuditLine.HashDigits));
}
