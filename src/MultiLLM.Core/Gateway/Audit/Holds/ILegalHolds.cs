using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Audit.Holds;

/// <summary>What must not be deleted.</summary>
public interface ILegalHolds
{
    /// <summary>Null: it is not known, so nothing may be deleted.</summary>
    IReadOnlyList<LegalHold>? Current { get; }

    /// <summary>Protects something from now on; what is in the way of it is a value.</summary>
    Result<LegalHold> Place(HoldOrder order, Caller caller, string? requestId);

    Result<LegalHold> Lift(string id, string reason, Caller caller, string? requestId);
}
