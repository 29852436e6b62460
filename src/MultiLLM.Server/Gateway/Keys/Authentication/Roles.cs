using MultiLLM.Core.Catalog;
using MultiLLM.Core.Gateway;

namespace MultiLLM.Server.Gateway.Keys.Authentication;

/// <summary>Roles as requests and replies spell them.</summary>
internal static class Roles
{
    public static IReadOnlyList<string> All => EnumWords<CallerRole>.All;

    public static string Of(CallerRole role) => EnumWords<CallerRole>.Of(role);
}
