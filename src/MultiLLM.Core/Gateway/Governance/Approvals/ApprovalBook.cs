using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit;
using MultiLLM.Core.Gateway.Governance.Digests;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Governance.Approvals;

/// <summary>Owns the decisions about models, in <c>Home/governance/approvals.json</c>. A decision counts when it is on the disk.</summary>
internal sealed partial class ApprovalBook(
    IModelCatalog catalog, IModelDigests digests, IAuditLog audit, IOptions<MultiLLMOptions> options, TimeProvider time, ILogger<ApprovalBook> log) : IApprovals
{
    private readonly Lock _gate = new();
    private volatile IReadOnlyDictionary<string, ModelApproval>? _approvals;
    private bool _said;

    private string FilePath => Path.Combine(options.Value.Home, "governance", "approvals.json");

    public IReadOnlyDictionary<string, ModelApproval>? Current
    {
        get
        {
            if (_approvals is { } known)
                return known;
            lock (_gate)
                return Read();
        }
    }

    public async ValueTask<Result<ModelApproval>> DecideAsync(string model, ApprovalOrder order, Caller caller, string? requestId, CancellationToken cancellationToken)
    {
        var found = await catalog.FindAsync(model, cancellationToken);
        if (!found.IsSuccess)
            return found.Error with { Param = "model_id" };
        var digest = await digests.FindAsync(found.Value, cancellationToken);
        if (!digest.IsSuccess)
            return digest.Error;
        if (order.Digest is { } expected && !expected.Equals(digest.Value.Sha256, StringComparison.OrdinalIgnoreCase))
            return new Error(ErrorCode.DigestMismatch, $"The file of {found.Value.Id} has the digest {digest.Value.Sha256 ?? "(none)"}, not the one that is to be decided on.", "digest");
        var now = time.GetUtcNow();
        if (order.Until is { } until && until <= now)
            return new Error(ErrorCode.InvalidRequest, "until must lie in the future.", "until");
        var facts = ModelFacts.Of(found.Value);
        var approval = new ModelApproval
        {
            ModelId = found.Value.Id,
            Verdict = order.Verdict,
            Digest = digest.Value.Sha256,
            License = order.License ?? facts.License,
            Source = facts.Source,
            Tasks = [.. order.Tasks.Select(EnumWords<ModelTask>.Of)],
            Keys = order.Keys,
            Roles = [.. order.Roles.Select(EnumWords<CallerRole>.Of)],
            Until = order.Until,
            Note = order.Note,
            By = caller.Name,
            At = now,
        };
        if (Change(all => all[approval.ModelId] = approval) is { } error)
            return error;
        audit.Append(AuditEntry.By(caller, order.Verdict == ApprovalVerdict.Approved ? AuditActions.ModelApproved : AuditActions.ModelRejected, "done", approval.ModelId, requestId) with
        {
            Details = DetailsOf(approval),
        });
        return approval;
    }

    public Result<ModelApproval> Withdraw(string model, Caller caller, string? requestId)
    {
        if (Current is not { } known)
            return Unreadable();
        var id = catalog.Current.Find(model)?.Id ?? model;
        if (!known.TryGetValue(id, out var withdrawn))
            return new Error(ErrorCode.ApprovalNotFound, $"Nothing was decided about \"{(id.Length > 100 ? id[..100] : id)}\".", "id");
        if (Change(all => all.Remove(id)) is { } error)
            return error;
        audit.Append(AuditEntry.By(caller, AuditActions.ApprovalWithdrawn, "done", id, requestId) with { Details = DetailsOf(withdrawn) });
        return withdrawn;
    }

    private Error? Change(Action<Dictionary<string, ModelApproval>> change)
    {
        lock (_gate)
        {
            if (Read() is not { } known)
                return Unreadable();
            var next = new Dictionary<string, ModelApproval>(known, StringComparer.Ordinal);
            change(next);
            try
            {
                OwnerOnly.CreateFolder(Path.GetDirectoryName(FilePath)!);
                OwnerOnly.Replace(FilePath, JsonSerializer.SerializeToUtf8Bytes([.. next.Values], ApprovalJson.Default.ListModelApproval));
                _approvals = next;
                return null;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                return new Error(ErrorCode.GatewayStoreUnavailable, $"The decision cannot be written: {error.Message}");
            }
        }
    }

    private IReadOnlyDictionary<string, ModelApproval>? Read()
    {
        if (_approvals is not null)
            return _approvals;
        try
        {
            var read = File.Exists(FilePath) ? JsonSerializer.Deserialize(File.ReadAllBytes(FilePath), ApprovalJson.Default.ListModelApproval) : [];
            return _approvals = read!.ToDictionary(approval => approval.ModelId, StringComparer.Ordinal);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            if (!_said)
                LogUnreadable(FilePath, error.Message);
            _said = true;
            return null;
        }
    }

    private Error Unreadable() => new(ErrorCode.GatewayStoreUnavailable, $"{FilePath} cannot be read, so it is not known what was decided about models.");

    private static Dictionary<string, string> DetailsOf(ModelApproval approval)
    {
        (string Name, string? Value)[] facts =
        [
            ("verdict", EnumWords<ApprovalVerdict>.Of(approval.Verdict)), ("digest", approval.Digest), ("license", approval.License), ("source", approval.Source),
            ("tasks", Joined(approval.Tasks)), ("keys", Joined(approval.Keys)), ("roles", Joined(approval.Roles)),
            ("until", approval.Until?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)), ("note", approval.Note),
        ];
        return facts.Where(fact => fact.Value is not null).ToDictionary(fact => fact.Name, fact => fact.Value!);
    }

    private static string? Joined(IReadOnlyList<string> words) => words.Count > 0 ? string.Join(", ", words) : null;

    [LoggerMessage(LogLevel.Error, "{Path} cannot be read: {Reason}. It is not known what was decided about models")]
    private partial void LogUnreadable(string path, string reason);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, WriteIndented = true)]
[JsonSerializable(typeof(List<ModelApproval>))]
internal sealed partial class ApprovalJson : JsonSerializerContext;
