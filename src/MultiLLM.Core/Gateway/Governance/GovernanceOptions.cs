using System.ComponentModel.DataAnnotations;

namespace MultiLLM.Core.Gateway.Governance;

/// <summary>Which models may be used at all. Section "MultiLLM:Governance".</summary>
public sealed class GovernanceOptions
{
    public const string Section = "MultiLLM:Governance";

    /// <summary>Only models that an administrator approved, as their files were then, answer requests. A model that was rejected answers none in any case.</summary>
    public bool ApprovedOnly { get; set; }

    /// <summary>Reading model files for their digests takes no more than so many bytes per second.</summary>
    [Range(1L << 20, 1L << 40)]
    public long DigestBytesPerSecond { get; set; } = 100L << 20;
}
