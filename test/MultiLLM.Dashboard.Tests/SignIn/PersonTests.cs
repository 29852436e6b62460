using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using MultiLLM.Client;
using MultiLLM.Dashboard.SignIn;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.SignIn;

public sealed class PersonTests
{
    private static readonly PersonIdentity s_ann = new("key-ann", "Ann", "user");

    [Fact]
    public void Identity_ThereAndBack_IsTheSame()
    {
        var until = s_ann with { Until = new DateTimeOffset(2026, 11, 25, 14, 5, 9, 123, TimeSpan.Zero) };
        Assert.Equal(s_ann, PersonIdentity.Of(s_ann.ToPrincipal("test")));
        Assert.Equal(until, PersonIdentity.Of(until.ToPrincipal("test")));
    }

    [Fact]
    public void Identity_OfAPrincipalThatNobodyVouchesFor_IsNobody()
    {
        Assert.Equal(PersonIdentity.Nobody, PersonIdentity.Of(new ClaimsPrincipal()));
        Assert.Equal(PersonIdentity.Nobody, PersonIdentity.Of(new ClaimsPrincipal(new ClaimsIdentity(s_ann.ToPrincipal("test").Claims))));
        Assert.False(PersonIdentity.Nobody.IsAdmin);
    }

    /// <summary>What a page asks for it asks in the name of whoever looks at it, and what all pages share in the dashboard's own.</summary>
    [Fact]
    public async Task Connection_OfAPerson_SaysForWhom()
    {
        var seen = new List<string>();
        using var handler = new Noting(seen);
        var connection = new ServiceConnection(FakeApi.Address, handler);

        await Assert.ThrowsAsync<HttpRequestException>(() => connection.Of(new Person(new Fixed(s_ann.ToPrincipal("test")))).LiveAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<HttpRequestException>(() => connection.Of(new Person(new Fixed(new ClaimsPrincipal()))).LiveAsync(TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<HttpRequestException>(() => connection.Own().LiveAsync(TestContext.Current.CancellationToken));

        Assert.Equal(["key-ann", "nobody", ""], seen);
    }

    private sealed class Noting(List<string> seen) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen.Add(request.Headers.TryGetValues(ServiceConnection.ActsFor, out var names) ? string.Join(',', names) : "");
            throw new HttpRequestException("That is all.");
        }
    }

    private sealed class Fixed(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }
}
