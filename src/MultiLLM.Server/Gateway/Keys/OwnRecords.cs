using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Hosting;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Gateway.Keys;

/// <summary>Administrators see everybody's records; others see those of their own key.</summary>
internal static class OwnRecords
{
    /// <summary>No key has it.</summary>
    private const string Nothing = "key-";

    /// <summary>The key whose records may be shown; null: all.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="asked">The key that was asked for; null: any.</param>
    /// <param name="problem">Is told where that is somebody else's.</param>
    public static string? KeyFor(HttpContext context, string? asked, RequestProblem problem)
    {
        var caller = context.Caller();
        if (caller.Role == CallerRole.Admin)
            return asked;
        if (asked is not null && asked != caller.KeyId)
            problem.Report(new Error(ErrorCode.NotPermitted, "key may only name your own key; the records of others are for administrators.", "key"));
        return caller.KeyId ?? Nothing;
    }

    /// <summary>Whether a record of that key may be shown; null: of nobody's key.</summary>
    public static bool Shows(HttpContext context, string? keyId) => KeyFor(context) is not { } own || own == keyId;

    /// <summary>The key whose records may be shown; null: all.</summary>
    public static string? KeyFor(HttpContext context) => KeyFor(context, null, new RequestProblem());
}
