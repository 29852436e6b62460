using MultiLLM.Contracts.Api;
using MultiLLM.Core.Gateway.Policy;
using MultiLLM.Core.Gateway;
using MultiLLM.Server.Docs;
using MultiLLM.Server.Gateway.Keys.Authentication;

namespace MultiLLM.Server.Gateway.Policy;

internal static class PolicyEndpoints
{
    /// <summary>Only where there is a content policy.</summary>
    public static void MapPolicy(this WebApplication app)
    {
        if (app.Services.GetService<IPolicyDesk>() is not { } desk)
            return;
        var endpoint = new PolicyEndpoint(desk, app.Services.GetRequiredService<Requests.ServerLimits>());
        var group = app.MapGroup("/policy").WithTags("Policy").Needs(CallerRole.Admin);
        group.MapGet("", endpoint.ShowAsync).Described(new("The content policy in force") { Reply = typeof(PolicyInfo) });
        group.MapPost("/test", endpoint.TestAsync).Described(new("Try a content policy")
        {
            Details = "Says what is wrong with a policy file, line by line, and what its rules find in texts. Nothing is put in force, recorded or kept, and whom the rules are for plays no part.",
            Request = typeof(PolicyTestRequest),
            Example = """{"texts":["Write to me@example.org"],"policy":"{\"version\":\"1\",\"rules\":[{\"id\":\"mail\",\"detectors\":[\"email\"],\"action\":\"mask\"}]}"}""",
            Reply = typeof(PolicyTestReply),
            Errors = [400, 413, 415, 503],
        });
    }
}
