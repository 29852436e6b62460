using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using MultiLLM.Dashboard.Security;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>Which of the dashboard's endpoints show something, and so must know who looks.</summary>
public static class PageGate
{
    public const string SignInPath = "/ui/sign-in";
    public const string SignOutPath = "/ui/sign-out";

    /// <summary>A page, or the connection of one. Not the files they load, nor the page where one signs in.</summary>
    public static bool NeedsPerson(Endpoint? endpoint) =>
        endpoint?.Metadata.GetMetadata<DashboardPage>() is not null && endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type != typeof(SignInPage);
}
