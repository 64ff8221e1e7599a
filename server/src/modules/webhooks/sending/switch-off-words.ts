import { defaultLocale, type Language } from '@gatehouse/contracts/language/locale';
import type { DisableReason } from '@gatehouse/contracts/webhooks';

/** What the mail about an endpoint that was switched off says. */
export interface SwitchOffWords {
  readonly subject: string;
  readonly greeting: (firstName: string) => string;
  readonly noLonger: (url: string) => string;
  readonly because: Readonly<Record<DisableReason, string>>;
  readonly kept: (days: number) => string;
  readonly look: string;
  readonly footer: string;
}

export const switchOffWords: Readonly<Record<Language, SwitchOffWords>> = {
  [defaultLocale]: {
    subject: 'A webhook endpoint was switched off',
    greeting: (firstName) => `Hello ${firstName},`,
    noLonger: (url) => `Events are no longer sent to ${url}.`,
    because: {
      gone: 'Its address answered that it is gone (410).',
      failing: 'It has accepted nothing for five days.',
    },
    kept: (days) =>
      `What waited and what happens from now on is kept for ${days} days. When the receiver works again, resume the endpoint and send again what failed.`,
    look: 'Look at the endpoint',
    footer: 'You get this mail because you may manage the webhooks of your organization.',
  },
  de: {
    subject: 'Ein Webhook-Endpunkt wurde abgeschaltet',
    greeting: (firstName) => `Guten Tag ${firstName},`,
    noLonger: (url) => `An ${url} werden keine Ereignisse mehr gesendet.`,
    because: {
      gone: 'Die Adresse hat geantwortet, dass es sie nicht mehr gibt (410).',
      failing: 'Der Endpunkt hat fünf Tage lang nichts angenommen.',
    },
    kept: (days) =>
      `Was wartete und was von jetzt an geschieht, wird ${days} Tage lang aufgehoben. Wenn der Empfänger wieder arbeitet, nehmen Sie den Endpunkt wieder in Betrieb und senden Sie noch einmal, was fehlgeschlagen ist.`,
    look: 'Endpunkt ansehen',
    footer: 'Sie erhalten diese E-Mail, weil Sie die Webhooks Ihrer Organisation verwalten dürfen.',
  },
  es: {
    subject: 'Se ha desactivado un endpoint de webhooks',
    greeting: (firstName) => `Hola, ${firstName}:`,
    noLonger: (url) => `Ya no se envían eventos a ${url}.`,
    because: {
      gone: 'Su dirección ha respondido que ya no existe (410).',
      failing: 'No ha aceptado nada durante cinco días.',
    },
    kept: (days) =>
      `Lo que esperaba y lo que ocurra a partir de ahora se guarda ${days} días. Cuando el receptor vuelva a funcionar, reactive el endpoint y envíe de nuevo lo que ha fallado.`,
    look: 'Ver el endpoint',
    footer: 'Recibe este correo porque puede gestionar los webhooks de su organización.',
  },
  fr: {
    subject: 'Un point de terminaison de webhook a été désactivé',
    greeting: (firstName) => `Bonjour ${firstName},`,
    noLonger: (url) => `Plus aucun événement n’est envoyé à ${url}.`,
    because: {
      gone: 'Son adresse a répondu qu’elle n’existe plus (410).',
      failing: 'Il n’a rien accepté pendant cinq jours.',
    },
    kept: (days) =>
      `Ce qui attendait et ce qui se passe désormais est gardé ${days} jours. Quand le destinataire fonctionne de nouveau, réactivez le point de terminaison et renvoyez ce qui a échoué.`,
    look: 'Voir le point de terminaison',
    footer:
      'Vous recevez cet e-mail parce que vous pouvez gérer les webhooks de votre organisation.',
  },
};
