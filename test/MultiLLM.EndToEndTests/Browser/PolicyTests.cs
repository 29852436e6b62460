using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using MultiLLM.EndToEndTests.Browser.Support;

namespace MultiLLM.EndToEndTests.Browser;

/// <summary>What the browser may not do, whoever asks it.</summary>
[Collection(BrowserCollection.Name)]
public sealed class PolicyTests(BrowserFixture fixture) : BrowserTest(fixture)
{
    private const string Elsewhere = "http://elsewhere.example";

    [Fact]
    public async Task Page_Headers_AllowScriptsOfTheServiceOnly()
    {
        var tab = await NewTabAsync();

        var response = await tab.GoAsync("/");

        var policy = (await response.HeaderValueAsync("content-security-policy"))!.Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("connect-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Equal("nosniff", await response.HeaderValueAsync("x-content-type-options"));
    }

    [Theory]
    [InlineData("<script>window.ran = true</script>")]
    [InlineData("<img src='data:image/png;base64,AAAA' onerror='window.ran = true'>")]
    [InlineData("<svg onload='window.ran = true'></svg>")]
    [InlineData("<iframe srcdoc='<script>parent.ran = true</script>'></iframe>")]
    [InlineData("<a id=bait href='javascript:window.ran = true'>x</a>")]
    public async Task Page_MarkupInjected_RunsNothing(string markup)
    {
        var tab = await OpenAsync("/");

        var ran = await tab.Page.EvaluateAsync<bool>(
            """
            async markup => {
              // Unlike innerHTML this makes scripts that would run.
              document.body.append(document.createRange().createContextualFragment(markup));
              document.getElementById("bait")?.click();
              await new Promise(resolve => setTimeout(resolve, 300));
              return window.ran === true;
            }
            """,
            markup);

        Assert.False(ran);
        Assert.All(tab.TakeComplaints(), complaint => Assert.Contains("Content Security Policy", complaint, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ScriptOfAnotherHost_IsNotLoaded()
    {
        var tab = await OpenAsync("/");

        var outcome = await tab.Page.EvaluateAsync<string>(
            """
            () => new Promise(resolve => {
              document.addEventListener("securitypolicyviolation", refused => resolve(refused.effectiveDirective));
              document.head.append(Object.assign(document.createElement("script"), { src: "http://elsewhere.example/x.js", onload: () => resolve("loaded") }));
            })
            """);

        Assert.Equal("script-src-elem", outcome);
        tab.TakeComplaints();
    }

    [Fact]
    public async Task Circuit_PageOfAnotherSite_IsRefused()
    {
        var address = new Uri(Service.Sandbox.Url);
        using var http = new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "Origin", Elsewhere } } };
        using var body = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
        using var negotiated = await http.PostAsync(new Uri("_blazor/negotiate?negotiateVersion=1", UriKind.Relative), body);
        Assert.Equal(HttpStatusCode.Forbidden, negotiated.StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync(Elsewhere));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(Service.Sandbox.Url));

        async Task<HttpStatusCode> ConnectAsync(string origin)
        {
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.CollectHttpResponseDetails = true;
            try
            {
                await socket.ConnectAsync(new UriBuilder(address) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The status tells why.
            }
            return socket.HttpStatusCode;
        }
    }
}
