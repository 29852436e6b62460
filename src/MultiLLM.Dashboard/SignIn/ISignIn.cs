using Microsoft.AspNetCore.Http;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>Opens the pages to whoever has a key.</summary>
public interface ISignIn
{
    /// <summary>Null: from now on this browser is signed in. Else why not, a sentence.</summary>
    Task<string?> SignInAsync(HttpContext context, string key);

    Task SignOutAsync(HttpContext context);

    /// <summary>Whether a page that this person opened may go on. Answers at once, and may be asked often.</summary>
    bool Counts(PersonIdentity person);
}
