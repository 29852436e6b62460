using System.Text.Json.Serialization;
using MultiLLM.Core.Catalog;

namespace MultiLLM.Core.Gateway.Governance.Approvals;

public enum ApprovalVerdict
{
    Approved,
    Rejected,
}

/// <summary>What somebody decided about a model. It counts for the file as it was then, and for nothing else of the same name.</summary>
public sealed record ModelApproval
{
    public required string ModelId { get; init; }

    [JsonConverter(typeof(JsonStringEnumConverter<ApprovalVerdict>))]
    public required ApprovalVerdict Verdict { get; init; }

    /// <summary>SHA-256 of the model's file, see <see cref="Digests.ModelDigest"/>; null: nothing of it lies here.</summary>
    public string? Digest { get; init; }

    /// <summary>As it was found when it was decided on.</summary>
    public string? License { get; init; }
    public string? Source { get; init; }

    /// <summary>For which tasks; empty: all.</summary>
    public IReadOnlyList<string> Tasks { get; init; } = [];

    /// <summary>For whom, by public ids of keys; empty: everybody that <see cref="Roles"/> lets.</summary>
    public IReadOnlyList<string> Keys { get; init; } = [];

    /// <summary>For whom, by role; empty: everybody that <see cref="Keys"/> lets.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Not beyond this time; null: until it is withdrawn.</summary>
    public DateTimeOffset? Until { get; init; }
    public string? Note { get; init; }
    public required string By { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>A decision somebody wants to make.</summary>
public sealed record ApprovalOrder(ApprovalVerdict Verdict)
{
    public IReadOnlyList<ModelTask> Tasks { get; init; } = [];
    public IReadOnlyList<string> Keys { get; init; } = [];
    public IReadOnlyList<CallerRole> Roles { get; init; } = [];
    public DateTimeOffset? Until { get; init; }
    public string? Note { get; init; }

    /// <summary>The licence somebody read, where the file and the catalog name none.</summary>
    public string? License { get; init; }

    /// <summary>Only where the file still has this digest; null: whatever it has.</summary>
    public string? Digest { get; init; }
}
