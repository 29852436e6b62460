using System.Text.Json;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Keys.Api;

/// <summary>The bodies of <c>/keys</c>. A field that is misspelt could make a key that may more than it should, so unknown ones are refused.</summary>
internal static class KeyRequestReader
{
    private const int LongestGraceSeconds = 7 * 24 * 3600;
    private static readonly string[] s_fields = [KeyFields.Name, KeyFields.Role, KeyFields.ExpiresAt, KeyFields.Models, KeyFields.Preference, KeyFields.Limits];

    public static Result<KeyOrder> ReadOrder(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers(s_fields);
        if (!fields.TryGet(KeyFields.Name, out _))
            fields.Report(KeyFields.Name, "is required");
        var order = new KeyOrder
        {
            Name = KeyFields.ReadName(fields) ?? "",
            Role = KeyFields.ReadRole(fields) ?? CallerRole.User,
            ExpiresAt = fields.Time(KeyFields.ExpiresAt),
            Models = KeyFields.ReadModels(fields),
            Preference = KeyFields.ReadPreference(fields),
            Limits = KeyFields.ReadLimits(fields) ?? KeyLimits.None,
        };
        return problem.Error is { } error ? error : order;
    }

    public static Result<Func<ApiKey, ApiKey>> ReadChange(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers(s_fields);
        foreach (var field in (ReadOnlySpan<string>)[KeyFields.Name, KeyFields.Role])
        {
            if (fields.IsNull(field))
                fields.Report(field, "cannot be taken away");
        }
        var (name, role, end) = (KeyFields.ReadName(fields), KeyFields.ReadRole(fields), fields.Time(KeyFields.ExpiresAt));
        var (models, preference, most) = (KeyFields.ReadModels(fields), KeyFields.ReadPreference(fields), KeyFields.ReadLimits(fields));
        var (isEndless, isForAll) = (fields.IsNull(KeyFields.ExpiresAt), fields.IsNull(KeyFields.Models));
        var (isIndifferent, isUnlimited) = (fields.IsNull(KeyFields.Preference), fields.IsNull(KeyFields.Limits));
        if (problem.Error is { } error)
            return error;
        return new Func<ApiKey, ApiKey>(key => key with
        {
            Name = name ?? key.Name,
            Role = role ?? key.Role,
            ExpiresAt = isEndless ? null : end ?? key.ExpiresAt,
            Models = isForAll ? null : models ?? key.Models,
            Preference = isIndifferent ? null : preference ?? key.Preference,
            Limits = isUnlimited ? KeyLimits.None : most ?? key.Limits,
        });
    }

    public static Result<Rotation> ReadRotation(JsonDocument body, ServerLimits limits)
    {
        var problem = new RequestProblem();
        var fields = new Fields(body, problem);
        fields.RefuseOthers("grace_seconds");
        var grace = fields.Integer("grace_seconds", 0, LongestGraceSeconds);
        return problem.Error is { } error ? error : new Rotation(TimeSpan.FromSeconds(grace ?? 0));
    }
}

/// <param name="Grace">How long the old secret still counts.</param>
internal sealed record Rotation(TimeSpan Grace);
