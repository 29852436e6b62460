using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>Whoever looks at a page: the service says who that is when the page is opened, and it stays so while it is open.</summary>
public sealed class Person(AuthenticationStateProvider state)
{
    private PersonIdentity? _known;

    public async ValueTask<PersonIdentity> IdentityAsync() => _known ??= PersonIdentity.Of((await state.GetAuthenticationStateAsync()).User);
}

/// <param name="Id">As the service knows it: a key's public id, or <see cref="Local"/>.</param>
/// <param name="Name">For people.</param>
/// <param name="Role">"read_only", "user" or "admin".</param>
public sealed record PersonIdentity(string Id, string Name, string Role)
{
    /// <summary>Somebody at this machine, who needs no key.</summary>
    public const string Local = "local";
    private const string RoleClaim = "multillm:role";
    private const string UntilClaim = "multillm:until";
    private const string SessionClaim = "multillm:session";
    private const string SinceClaim = "multillm:since";

    /// <summary>May do nothing.</summary>
    public static PersonIdentity Nobody { get; } = new("nobody", "nobody", "none");

    /// <summary>When the session is over; null: it has no end.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Tells the session from others of the same key; null: there is none.</summary>
    public string? Session { get; init; }

    /// <summary>When the session began with a key that was shown; null: there is none.</summary>
    public DateTimeOffset? Since { get; init; }

    public bool HasKey => Id is not Local && this != Nobody;
    public bool IsAdmin => Role == "admin";

    /// <summary>May make models work.</summary>
    public bool MayAsk => Role is "admin" or "user";

    /// <summary>The role in words.</summary>
    public string RoleWord => Role.Replace('_', '-');

    public ClaimsPrincipal ToPrincipal(string scheme)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Id), new Claim(ClaimTypes.Name, Name), new Claim(RoleClaim, Role)], scheme);
        AddTime(identity, UntilClaim, Until);
        AddTime(identity, SinceClaim, Since);
        if (Session is not null)
            identity.AddClaim(new Claim(SessionClaim, Session));
        return new ClaimsPrincipal(identity);
    }

    public static PersonIdentity Of(ClaimsPrincipal principal) =>
        principal is { Identity.IsAuthenticated: true }
        && principal.FindFirst(ClaimTypes.NameIdentifier)?.Value is { Length: > 0 } id
        && principal.FindFirst(RoleClaim)?.Value is { Length: > 0 } role
            ? new PersonIdentity(id, principal.FindFirst(ClaimTypes.Name)?.Value ?? id, role)
            {
                Until = TimeOf(principal, UntilClaim),
                Since = TimeOf(principal, SinceClaim),
                Session = principal.FindFirst(SessionClaim)?.Value,
            }
            : Nobody;

    private static void AddTime(ClaimsIdentity identity, string claim, DateTimeOffset? time)
    {
        if (time is { } known)
            identity.AddClaim(new Claim(claim, known.ToString("O", CultureInfo.InvariantCulture)));
    }

    private static DateTimeOffset? TimeOf(ClaimsPrincipal principal, string claim) =>
        principal.FindFirst(claim)?.Value is { } time ? DateTimeOffset.Parse(time, CultureInfo.InvariantCulture) : null;
}
