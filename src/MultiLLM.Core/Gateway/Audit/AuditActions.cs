namespace MultiLLM.Core.Gateway.Audit;

/// <summary>Names of what the audit log tells.</summary>
public static class AuditActions
{
    public const string KeyCreated = "key.created";
    public const string KeyRevoked = "key.revoked";
    public const string KeyRotated = "key.rotated";
    public const string KeyChanged = "key.changed";

    /// <summary>A key was used for the first time on a day.</summary>
    public const string KeyUsed = "key.used";

    /// <summary>Nobody was let in: no key, a wrong one, or one that may not do this.</summary>
    public const string AccessRefused = "access.refused";

    /// <summary>A limit or budget of a key was reached.</summary>
    public const string LimitReached = "limit.reached";

    /// <summary>A rule about content applied.</summary>
    public const string PolicyApplied = "policy.applied";
    public const string PolicyChanged = "policy.changed";
    public const string ModelApproved = "model.approved";
    public const string ModelRejected = "model.rejected";
    public const string ApprovalWithdrawn = "model.approval_withdrawn";

    /// <summary>A model was asked for that the caller may not use, or that nobody approved.</summary>
    public const string ModelRefused = "model.refused";
    public const string ModelLoaded = "model.loaded";
    public const string ModelUnloaded = "model.unloaded";
    public const string ModelPinned = "model.pinned";
    public const string ModelUnpinned = "model.unpinned";
    public const string PullCancelled = "model.pull_cancelled";
    public const string ModelPulled = "model.pulled";
    public const string ModelImported = "model.imported";
    public const string ModelDeleted = "model.deleted";
    public const string SettingChanged = "setting.changed";
    public const string RecordsErased = "records.erased";
    public const string HoldPlaced = "hold.placed";
    public const string HoldLifted = "hold.lifted";
    public const string ServiceStarted = "service.started";
    public const string ServiceStopped = "service.stopped";

    /// <summary>Somebody took a copy of the log.</summary>
    public const string AuditExported = "audit.exported";

    /// <summary>The log begins.</summary>
    public const string AuditBegan = "audit.began";

    /// <summary>The chain up to here, signed.</summary>
    public const string AuditCheckpoint = "audit.checkpoint";

    /// <summary>Old entries are no longer kept; signed, with the hash that the chain goes on from.</summary>
    public const string AuditPruned = "audit.pruned";

    /// <summary>What a service found when it started after one that did not end well.</summary>
    public const string AuditRecovered = "audit.recovered";

    /// <summary>Entries that could not be kept; their number.</summary>
    public const string AuditLost = "audit.lost";
}
