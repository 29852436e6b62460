using System.Text.Json.Serialization;
using MultiLLM.Core.Gateway.Audit.Holds;

namespace MultiLLM.Core.Gateway.Audit.Chain;

/// <summary>A line's members, for reading.</summary>
internal sealed record AuditLineFields
{
    public required long Seq { get; init; }
    public required DateTimeOffset Time { get; init; }
    public required string Action { get; init; }
    public required string Outcome { get; init; }
    public required string Actor { get; init; }
    public string? Key { get; init; }
    public string? Subject { get; init; }
    public string? RequestId { get; init; }
    public Dictionary<string, string>? Details { get; init; }

    public AuditEntry ToEntry() => new()
    {
        Action = Action,
        Outcome = Outcome,
        Actor = Actor,
        KeyId = Key,
        Subject = Subject,
        RequestId = RequestId,
        Details = Details ?? [],
    };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(AuditLineFields))]
[JsonSerializable(typeof(Checkpoint))]
[JsonSerializable(typeof(List<LegalHold>))]
internal sealed partial class AuditJson : JsonSerializerContext;
