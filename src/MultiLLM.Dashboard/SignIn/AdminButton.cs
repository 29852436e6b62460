using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace MultiLLM.Dashboard.SignIn;

/// <summary>A button for administrators. Others see it off, with the reason in its tooltip; the service would refuse them in any case.</summary>
public sealed class AdminButton : MudButton
{
    internal const string Reason = "Takes an administrator's key";

    [CascadingParameter] private PersonIdentity Who { get; set; } = PersonIdentity.Nobody;

    protected override void OnParametersSet()
    {
        base.OnParametersSet();
        if (Who.IsAdmin)
            return;
        Disabled = true;
        UserAttributes["title"] = Reason;
        Class = "admins-only"; // a button that is off shows no tooltip otherwise
    }
}
