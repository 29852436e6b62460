using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Keys;
using MultiLLM.Core.Gateway.Sessions;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Server.FunctionalTests.Support;

namespace MultiLLM.Server.FunctionalTests.Gateway.SignIn;

/// <summary>Where keys are asked for, pages are for those who signed in with one.</summary>
public sealed partial class PageSessionTests : IAsyncLifetime
{
    private const string Session = "multillm-session";
    private readonly KeyedHome _home = new();
    private readonly CookieContainer _cookies = new();
    private TestService _service = null!;
    private HttpClient _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await _home.StartAsync("--MultiLLM:Gateway:RequireKeys", "true");
        _browser = new HttpClient(new SocketsHttpHandler { CookieContainer = _cookies, AllowAutoRedirect = false }) { BaseAddress = _service.Url };
    }

    public async ValueTask DisposeAsync()
    {
        _browser.Dispose();
        await _service.DisposeAsync();
        _home.Dispose();
    }

    [Theory]
    [InlineData("/", "/ui/sign-in?to=%2F")]
    [InlineData("/ui/models?task=code", "/ui/sign-in?to=%2Fui%2Fmodels%3Ftask%3Dcode")]
    [InlineData("/docs", "/ui/sign-in?to=%2Fdocs")]
    public async Task Page_ToNobody_IsTheWayToSignIn(string page, string expected)
    {
        using var response = await _browser.GetAsync(page);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(expected, response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task Connection_OfNobody_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1") { Headers = { { "Origin", Origin } } };
        using var response = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task SignIn_WithAKey_OpensPages_UntilItIsRevoked()
    {
        var key = await KeyedHome.MakeKeyAsync(_service, CallerRole.User, "Ann <b>");
        using (var signed = await SignInAsync(key.Secret.Reveal(), "/ui/models"))
        {
            Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
            Assert.EndsWith("/ui/models", signed.Headers.Location?.OriginalString);
            var cookie = Assert.Single(signed.Headers.GetValues("Set-Cookie"), value => value.StartsWith(Session, StringComparison.Ordinal));
            Assert.Contains("httponly", cookie);
            Assert.Contains("samesite=lax", cookie);
            Assert.DoesNotContain(key.Secret.Reveal(), cookie);
        }
        var page = await _browser.GetStringAsync("/ui/settings");
        Assert.Contains("Ann &lt;b&gt;", page);

        await _service.Services.GetRequiredService<IKeys>().RevokeAsync(key.Key.Id, Caller.Library, TestContext.Current.CancellationToken);
        using var after = await _browser.GetAsync("/ui/settings");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    /// <summary>A stranger's page can make a browser send its cookies, so they open nothing that can be asked for from there.</summary>
    [Theory]
    [InlineData("/models")]
    [InlineData("/keys")]
    [InlineData("/v1/models")]
    public async Task Session_AtTheApi_CountsForNothing(string path)
    {
        using var signed = await SignInAsync((await KeyedHome.MakeKeyAsync(_service, CallerRole.Admin)).Secret.Reveal());
        using var response = await _browser.GetAsync(path);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("mllm_aaaaaaaa_0000000000000000000000000000000000000000")]
    [InlineData("hunter2")]
    [InlineData("")]
    public async Task SignIn_WithAWrongKey_SaysSo(string key)
    {
        using var response = await SignInAsync(key);
        var page = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("role=\"alert\"", page);
        Assert.DoesNotContain(_cookies.GetAllCookies(), cookie => cookie.Name == Session);
        Assert.True(key.Length == 0 || !page.Contains(key));
    }

    [Fact]
    public async Task SignIn_FromAnotherSite_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ui/sign-in")
        {
            Headers = { { "Origin", "https://evil.example" } },
            Content = new FormUrlEncodedContent([new("Entry.Key", "x")]),
        };
        using var response = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task SignOut_TheSession_IsOver()
    {
        using var signed = await SignInAsync((await KeyedHome.MakeKeyAsync(_service, CallerRole.User)).Secret.Reveal());
        await SignOutAsync();

        using var page = await _browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    /// <summary>Whoever copied the cookie before has nothing any more, not after a restart either.</summary>
    [Fact]
    public async Task SignOut_ACopyOfTheCookie_OpensNothing()
    {
        using var signed = await SignInAsync((await KeyedHome.MakeKeyAsync(_service, CallerRole.User)).Secret.Reveal());
        var copy = Assert.Single(_cookies.GetAllCookies(), cookie => cookie.Name == Session).Value;
        Assert.Equal(HttpStatusCode.OK, await OpenWithAsync(copy));

        await SignOutAsync();

        Assert.Equal(HttpStatusCode.Redirect, await OpenWithAsync(copy));
        await _service.DisposeAsync();
        _service = await _home.StartAsync("--MultiLLM:Gateway:RequireKeys", "true");
        Assert.Equal(HttpStatusCode.Redirect, await OpenWithAsync(copy));
    }

    [Fact]
    public async Task SignOut_OfOneSession_LeavesOthersOfTheSameKey()
    {
        var secret = (await KeyedHome.MakeKeyAsync(_service, CallerRole.User)).Secret.Reveal();
        using var first = await SignInAsync(secret);
        var kept = Assert.Single(_cookies.GetAllCookies(), cookie => cookie.Name == Session).Value;
        using var second = await SignInAsync(secret);

        await SignOutAsync();

        Assert.Equal(HttpStatusCode.OK, await OpenWithAsync(kept));
    }

    [Fact]
    public async Task Rotate_EndsSessionsOfTheOldSecret_AndNotOfTheNewOne()
    {
        var key = await KeyedHome.MakeKeyAsync(_service, CallerRole.User);
        using var signed = await SignInAsync(key.Secret.Reveal());
        var old = Assert.Single(_cookies.GetAllCookies(), cookie => cookie.Name == Session).Value;

        var rotated = await _service.Services.GetRequiredService<IKeys>().RotateAsync(key.Key.Id, TimeSpan.Zero, Caller.Library, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Redirect, await OpenWithAsync(old));
        using var again = await SignInAsync(rotated.OrThrow().Secret.Reveal());
        using var page = await _browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    /// <summary>The connection of an open page is not asked for its key again, so the pages ask whether it still counts.</summary>
    [Fact]
    public async Task Counts_KeyRevokedOrSessionOver_NoMore()
    {
        var sessions = _service.Services.GetRequiredService<ISignIn>();
        var key = (await KeyedHome.MakeKeyAsync(_service, CallerRole.User)).Key;
        var person = new PersonIdentity(key.Id, key.Name, "user");

        Assert.True(sessions.Counts(person));
        Assert.True(sessions.Counts(person with { Until = TimeProvider.System.GetUtcNow().AddHours(1) }));
        Assert.False(sessions.Counts(person with { Until = TimeProvider.System.GetUtcNow() }));
        Assert.True(sessions.Counts(new PersonIdentity(PersonIdentity.Local, "local", "admin")));

        var session = person with { Session = "a", Since = TimeProvider.System.GetUtcNow(), Until = TimeProvider.System.GetUtcNow().AddHours(1) };
        Assert.True(sessions.Counts(session));
        await _service.Services.GetRequiredService<IEndedSessions>().EndAsync("a", session.Until.Value, TestContext.Current.CancellationToken);
        Assert.False(sessions.Counts(session));

        await _service.Services.GetRequiredService<IKeys>().RevokeAsync(key.Id, Caller.Library, TestContext.Current.CancellationToken);
        Assert.False(sessions.Counts(person));
    }

    /// <summary>Only the process itself may say for whom it asks.</summary>
    [Fact]
    public async Task ActsFor_SaidByAKey_CountsForNothing()
    {
        var (user, admin) = (await KeyedHome.MakeKeyAsync(_service, CallerRole.User), await KeyedHome.MakeKeyAsync(_service, CallerRole.Admin));
        foreach (var whom in (string[])["local", admin.Key.Id])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/keys")
            {
                Headers = { { "Authorization", $"Bearer {user.Secret.Reveal()}" }, { "x-multillm-acts-for", whom } },
            };
            using var response = await _service.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    private async Task SignOutAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ui/sign-out") { Headers = { { "Origin", Origin } }, Content = new FormUrlEncodedContent([]) };
        using var response = await _browser.SendAsync(request);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private async Task<HttpStatusCode> OpenWithAsync(string cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Cookie", $"{Session}={cookie}" } } };
        using var stranger = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = _service.Url };
        using var response = await stranger.SendAsync(request);
        return response.StatusCode;
    }

    private string Origin => _service.Url.GetLeftPart(UriPartial.Authority);

    private async Task<HttpResponseMessage> SignInAsync(string key, string to = "/")
    {
        var page = await _browser.GetStringAsync($"/ui/sign-in?to={Uri.EscapeDataString(to)}");
        Assert.DoesNotContain("blazor.web", page);
        var fields = Hidden().Matches(page).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        fields["Entry.Key"] = key;
        return await _browser.SendAsync(new HttpRequestMessage(HttpMethod.Post, $"/ui/sign-in?to={Uri.EscapeDataString(to)}")
        {
            Headers = { { "Origin", Origin } },
            Content = new FormUrlEncodedContent(fields),
        });
    }

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" ?/?>""")]
    private static partial Regex Hidden();
}
