import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  Radios,
  ServiceNavigation,
  SkipLink,
  createAll,
} from "govuk-frontend";

const EVERYWHERE = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios];
const ONCE = [ServiceNavigation, SkipLink];

export function startGovuk(scope) {
  for (const component of EVERYWHERE) createAll(component, undefined, scope);
  if (scope === document) for (const component of ONCE) createAll(component, undefined, scope);
}
