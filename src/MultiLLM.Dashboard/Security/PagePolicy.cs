using Microsoft.AspNetCore.Http;

namespace MultiLLM.Dashboard.Security;

/// <summary>Marks what belongs to the pages.</summary>
internal sealed class DashboardAsset
{
    public static DashboardAsset Metadata { get; } = new();
}

/// <summary>Marks what shows something.</summary>
internal sealed class DashboardPage
{
    public static DashboardPage Metadata { get; } = new();
}

/// <summary>
/// Scripts come from the service itself and nowhere else, and none stands in a page: whatever a model or a file's name says, the browser runs
/// nothing of it. Styles may stand in elements, because the component library puts them there.
/// </summary>
internal static class PagePolicy
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    public static void Apply(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers["Referrer-Policy"] = "same-origin"; // with none at all, forms of these pages would come without their origin
    }
}
