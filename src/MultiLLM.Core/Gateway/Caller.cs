using System.Collections.Frozen;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Selection.Ranking;

namespace MultiLLM.Core.Gateway;

/// <summary>Who asks, and what that one may do. It travels with a request to wherever something is decided for it.</summary>
public sealed record Caller
{
    /// <summary>Who uses the product without HTTP.</summary>
    public static Caller Library { get; } = new() { Name = "library", Role = CallerRole.Admin };

    /// <summary>Public id of the key it came with; null: it came with none.</summary>
    public string? KeyId { get; init; }

    /// <summary>For people: the key's name, or where it comes from.</summary>
    public required string Name { get; init; }
    public required CallerRole Role { get; init; }

    /// <summary>Network address; null: not known.</summary>
    public string? Address { get; init; }

    /// <summary>Ids and aliases, in lower case, of the models it may use; null: all.</summary>
    public FrozenSet<string>? Models { get; init; }

    /// <summary>What automatic selection weighs where a request says nothing; null: as the service is configured.</summary>
    public Preference? Preference { get; init; }

    /// <summary>What its key may use.</summary>
    public KeyLimits Limits { get; init; } = KeyLimits.None;

    /// <summary>Tells strangers who say the same apart; null: nothing is known of it.</summary>
    public string? Mark => KeyId ?? Address;
}

/// <summary>Each may do what the ones before it may.</summary>
public enum CallerRole
{
    /// <summary>Looks on: models, figures, health. Makes no model work.</summary>
    ReadOnly,

    /// <summary>Asks models, and sees its own records.</summary>
    User,

    /// <summary>Everything: models, keys, settings, everybody's records.</summary>
    Admin,
}
