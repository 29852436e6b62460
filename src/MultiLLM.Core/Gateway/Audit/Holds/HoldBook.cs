using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway.Audit.Chain;
using MultiLLM.Core.Gateway.Audit.Files;
using MultiLLM.Core.Hosting;

namespace MultiLLM.Core.Gateway.Audit.Holds;

/// <summary>
/// Owns the legal holds, in <c>holds.json</c> beside the log. A change counts when it is on the disk. Where the file cannot be read it is not known what is
/// held, and so nothing may be deleted until somebody has repaired it.
/// </summary>
internal sealed partial class HoldBook(AuditFolder folder, IAuditLog audit, TimeProvider time, ILogger<HoldBook> log) : ILegalHolds
{
    public const string FileName = "holds.json";
    private const int MostHolds = 1000;

    private readonly Lock _gate = new();
    private IReadOnlyList<LegalHold>? _holds;
    private bool _said;

    /// <summary>Null: they cannot be read.</summary>
    public IReadOnlyList<LegalHold>? Current
    {
        get
        {
            lock (_gate)
                return Read();
        }
    }

    public Result<LegalHold> Place(HoldOrder order, Caller caller, string? requestId)
    {
        var hold = new LegalHold
        {
            Id = $"hold-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            Reason = order.Reason,
            Key = order.Key,
            Conversation = order.Conversation,
            From = order.From,
            To = order.To,
            PlacedBy = caller.Name,
            PlacedAt = time.GetUtcNow(),
        };
        lock (_gate)
        {
            if (Read() is not { } holds)
                return Unreadable();
            if (holds.Count == MostHolds)
                return new Error(ErrorCode.InvalidRequest, $"There are {MostHolds} legal holds, and there can be no more; lift some, or widen one.");
            if (Write([.. holds, hold]) is { } error)
                return error;
        }
        audit.Append(AuditEntry.By(caller, AuditActions.HoldPlaced, "done", hold.Id, requestId) with { Details = DetailsOf(hold) });
        return hold;
    }

    public Result<LegalHold> Lift(string id, string reason, Caller caller, string? requestId)
    {
        LegalHold? lifted;
        lock (_gate)
        {
            if (Read() is not { } holds)
                return Unreadable();
            lifted = holds.FirstOrDefault(hold => hold.Id == id);
            if (lifted is null)
                return new Error(ErrorCode.HoldNotFound, $"There is no legal hold \"{AuditText.Of(id)}\".", "id");
            if (Write([.. holds.Where(hold => hold.Id != id)]) is { } error)
                return error;
        }
        audit.Append(AuditEntry.By(caller, AuditActions.HoldLifted, "done", id, requestId) with
        {
            Details = new Dictionary<string, string>(DetailsOf(lifted)) { ["lifted_because"] = reason },
        });
        return lifted;
    }

    private string FilePath => Path.Combine(folder.Path, FileName);

    private IReadOnlyList<LegalHold>? Read()
    {
        if (_holds is not null)
            return _holds;
        try
        {
            return _holds = File.Exists(FilePath) ? JsonSerializer.Deserialize(File.ReadAllBytes(FilePath), AuditJson.Default.ListLegalHold) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            if (!_said)
                LogUnreadable(FilePath, error.Message);
            _said = true;
            return null;
        }
    }

    private Error? Write(List<LegalHold> holds)
    {
        try
        {
            OwnerOnly.CreateFolder(folder.Path);
            OwnerOnly.Replace(FilePath, JsonSerializer.SerializeToUtf8Bytes(holds, AuditJson.Default.ListLegalHold));
            _holds = holds;
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Error(ErrorCode.AuditUnavailable, $"The legal holds cannot be written: {error.Message}");
        }
    }

    private Error Unreadable() => new(ErrorCode.AuditUnavailable, $"It is not known what is held, because {FilePath} cannot be read; nothing is deleted until it can.");

    private static Dictionary<string, string> DetailsOf(LegalHold hold)
    {
        var details = new Dictionary<string, string> { ["reason"] = hold.Reason };
        Add("key", hold.Key);
        Add("conversation", hold.Conversation);
        Add("from", hold.From?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        Add("to", hold.To?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        return details;

        void Add(string name, string? value)
        {
            if (value is not null)
                details[name] = value;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Path} cannot be read: {Reason}. Nothing is deleted until it is known what legal holds there are")]
    private partial void LogUnreadable(string path, string reason);
}
